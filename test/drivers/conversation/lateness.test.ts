import { expect, test } from "vitest";
import type { PrinterDriver } from "../../../src/drivers/driver.ts";
import { tcp } from "../../../src/drivers/tcp.ts";
import { rows } from "../fake-printer.ts";
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

test("a printer on a slow line is not named as silent while its slip crawls over", async () => {
  const crawling: PrinterDriver = {
    async open(address, clock, signal) {
      const port = await tcp.open(address, clock, signal);
      const write = async (bytes: Uint8Array, signal: AbortSignal) => {
        await clock.sleep((1000 * bytes.length) / 20_000, signal);
        await port.write(bytes, signal);
      };
      return { ...port, write };
    },
  };
  const { talk } = await meet({}, { patience, driver: crawling, capabilities: { bytesPerSecond: 20_000 } });
  expect((await talk.print({ pieces: [rows(16_000)] })).result).toBe("printed");
  expect(talk.conditions.flatMap(({ faults }) => faults)).toEqual([]);
});
