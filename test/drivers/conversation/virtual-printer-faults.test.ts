import { expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import type { Fault } from "../../../src/rehearsal/printer/faults.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { shortPatience, talkTo } from "../talk.ts";

const band = Buffer.concat([Buffer.from([0x1d, 0x76, 0x30, 0x00, 48, 0, 8, 0]), Buffer.alloc(48 * 8, 0x55)]);
const slip = { pieces: [...Array<Buffer>(20).fill(band), Buffer.from([0x1d, 0x56, 0x42, 0x00])], paperMm: 40 };
// Answers may be late on a busy computer, and `asb-joined` makes them later still.
const patience = { ...shortPatience, answerMs: 1_500, stallMs: 2_500, deadlineMs: 6_000 };
const middle = 4_000;

type Conclusion = "printed" | "uncertain" | "not-started";

/** What a host must conclude of a slip that meets this fault: at rest before it (0), or at that byte of it. */
const conclusions: readonly (readonly [fault: Fault, atByte: number, conclusion: Conclusion])[] = [
  ["asb-flood", 0, "printed"],
  ["asb-joined", 0, "printed"],
  ["asb-periodic", 0, "printed"],
  ["asb-silent", 0, "printed"],
  ["asb-split", 0, "printed"],
  ["cable-out", 0, "not-started"],
  ["cable-out", middle, "uncertain"],
  ["close", middle, "uncertain"],
  ["closes-at-once", 0, "not-started"],
  ["cover-open-job-lost", middle, "uncertain"],
  ["cutter-jam", 0, "not-started"],
  ["cutter-jam", middle, "uncertain"],
  ["drawer-toggles", 0, "printed"],
  ["feed-double-tap", middle, "printed"],
  ["flow-signs", 0, "printed"],
  ["head-hot", 0, "not-started"],
  ["id-early", 0, "printed"],
  ["id-fixed", 0, "uncertain"],
  ["id-late", 0, "uncertain"],
  ["id-previous", 0, "uncertain"],
  ["id-repeated", 0, "printed"],
  ["id-silent", 0, "uncertain"],
  ["id-wrong", 0, "uncertain"],
  ["noise", 0, "printed"],
  ["power-cut", middle, "uncertain"],
  ["power-cycle", middle, "uncertain"],
  ["recoverable-error", middle, "uncertain"],
  ["replies-lost", 0, "uncertain"],
  ["surplus-replies", 0, "printed"],
  ["unrecoverable-error", middle, "uncertain"],
];

test.concurrent.each(conclusions)(
  "a slip that meets %s at byte %i is %s",
  async (fault, atByte, conclusion) => {
    const model = { ...models["virtual-58"], cutMs: 50 };
    const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model });
    const talk = talkTo(new URL(printer.url), { patience });
    expect((await talk.print({ ...slip, id: "V001" })).result).toBe("printed");
    printer.setFault(fault, atByte);
    expect((await talk.print({ ...slip, id: "V002" })).result).toBe(conclusion);
    if (conclusion === "not-started") expect(printer.machine.state.pieces).toBe(1);
    printer.setFault("none");
    await talk.conversation.close();
    await printer.close();
  },
  20_000,
);
