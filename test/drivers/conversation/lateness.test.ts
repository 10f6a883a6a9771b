import { expect, test } from "vitest";
import { shortPatience, until } from "../talk.ts";
import { meet } from "./meet.ts";

const patience = { ...shortPatience, answerMs: 50, lateMs: 50, stallMs: 2_000, deadlineMs: 4_000 };

test("a printer that falls silent in mid-job is named long before the job is given up", async () => {
  const { printer, talk } = await meet({ echo: () => [] }, { patience });
  printer.afterRows(20_000, () => {
    printer.manners.answer = () => undefined;
  });
  const printing = talk.print();
  await until(() => talk.conversation.condition.faults.includes("silent"));
  expect((await printing).result).toBe("uncertain");
  expect(talk.conversation.condition.faults).toEqual(["silent"]);
});

test("a printer that speaks but does not confirm is named as that while the job is under way, and not longer", async () => {
  const { talk } = await meet({ echo: () => [0x37, 0x22, ...Buffer.from("X999"), 0x00] }, { patience });
  const printing = talk.print();
  await until(() => talk.conversation.condition.faults.includes("unconfirmed"));
  expect((await printing).result).toBe("uncertain");
  expect(talk.conversation.condition.faults).toEqual([]);
});

test("a printer that confirms in time is never named as late", async () => {
  const { talk } = await meet({}, { patience });
  expect((await talk.print()).result).toBe("printed");
  expect(talk.conditions.flatMap(({ faults }) => faults)).toEqual([]);
});
