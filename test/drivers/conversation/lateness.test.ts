import { afterEach, expect, test } from "vitest";
import { FakePrinter, type Manners } from "../fake-printer.ts";
import { shortPatience, talkTo, until } from "../talk.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

async function meet(manners: Partial<Manners>) {
  const printer = await new FakePrinter(manners).listen();
  const patience = { ...shortPatience, answerMs: 50, lateMs: 50, stallMs: 2_000, deadlineMs: 4_000 };
  const talk = talkTo(printer.address, { patience });
  open.push(printer, talk.conversation);
  return { printer, talk };
}

test("a printer that falls silent in mid-job is named long before the job is given up", async () => {
  const { printer, talk } = await meet({ echo: () => [] });
  printer.afterRows(20_000, () => {
    printer.manners.answer = () => undefined;
  });
  const printing = talk.print();
  await until(() => talk.conversation.condition.faults.includes("silent"));
  expect((await printing).result).toBe("uncertain");
  expect(talk.conversation.condition.faults).toEqual(["silent"]);
});

test("a printer that speaks but does not confirm is named as that while the job is under way, and not longer", async () => {
  const { talk } = await meet({ echo: () => [0x37, 0x22, ...Buffer.from("X999"), 0x00] });
  const printing = talk.print();
  await until(() => talk.conversation.condition.faults.includes("unconfirmed"));
  expect((await printing).result).toBe("uncertain");
  expect(talk.conversation.condition.faults).toEqual([]);
});

test("a printer that confirms in time is never named as late", async () => {
  const { talk } = await meet({});
  expect((await talk.print()).result).toBe("printed");
  expect(talk.conditions.flatMap(({ faults }) => faults)).toEqual([]);
});
