import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { shortPatience, talkTo, until } from "../talk.ts";
import { rasterSlip as slip } from "./raster-slip.ts";

let printer: VirtualPrinter;
let talk: ReturnType<typeof talkTo>;
afterEach(async () => {
  await talk.conversation.close();
  await printer.close();
});

async function meet() {
  printer = await startVirtualPrinter({ clock: systemClock, log: silentLog });
  talk = talkTo(new URL(printer.url), { patience: { ...shortPatience, stallMs: 3_000, deadlineMs: 6_000 } });
}

test("a slip on the virtual printer is printed, and so is the next", async () => {
  await meet();
  expect(await talk.print({ ...slip, id: "V001" })).toEqual({ result: "printed", mark: "process-id" });
  expect(await talk.print({ ...slip, id: "V002" })).toEqual({ result: "printed", mark: "process-id" });
});

test("paper end before the slip is waited out, in the middle of it leaves doubt, and the late id ends the doubt", async () => {
  await meet();
  printer.setFault("paper-out");
  expect(await talk.print({ ...slip, id: "V001" })).toEqual({ result: "not-started", fault: "paper-end" });
  printer.setFault("none");
  await until(() => talk.conversation.condition.state === "ready");
  printer.setFault("paper-out", 6_000);
  expect((await talk.print({ ...slip, id: "V002" })).result).toBe("uncertain");
  expect(talk.conversation.condition.faults).toEqual(["paper-end"]);
  printer.setFault("none");
  await until(() => talk.late.length > 0);
  expect(talk.late).toEqual(["V002"]);
});

test.each(["never-reads", "mute"] as const)("a virtual printer that %s is silent and gets nothing", async (fault) => {
  await meet();
  expect((await talk.print({ ...slip, id: "V001" })).result).toBe("printed");
  printer.setFault(fault);
  expect(await talk.print({ ...slip, id: "V002" })).toEqual({ result: "not-started", fault: "silent" });
});

test("a virtual printer that resets in mid-job leaves doubt, and prints the next slip whole", async () => {
  await meet();
  printer.setFault("reset", 5_000);
  expect((await talk.print({ ...slip, id: "V001" })).result).toBe("uncertain");
  printer.setFault("none");
  await until(() => talk.conversation.condition.faults[0] === "unreachable");
  // It is still busy with what it had received: the next slip waits until it answers behind that.
  let outcome = await talk.print({ ...slip, id: "V002" });
  while (outcome.result === "not-started") outcome = await talk.print({ ...slip, id: "V002" });
  expect(outcome).toEqual({ result: "printed", mark: "process-id" });
});
