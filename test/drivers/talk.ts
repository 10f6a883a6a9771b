import { type Clock, systemClock } from "../../src/base/clock.ts";
import type { PrinterCapabilities } from "../../src/drivers/capabilities.ts";
import type { Patience } from "../../src/drivers/conversation/patience.ts";
import { Conversation, type ConversationOptions, type PrintJob } from "../../src/drivers/conversation.ts";
import { driverOf } from "../../src/drivers/drivers.ts";
import type { PrinterCondition } from "../../src/drivers/status.ts";
import { rows } from "./fake-printer.ts";

/** The usual patience, shortened so that the suite does not wait. */
export const shortPatience: Patience = {
  connectMs: 500,
  answerMs: 150,
  lostQuestionMs: 400,
  pollMs: 50,
  keepAliveMs: 200,
  lateMs: 100,
  faultMs: 200,
  stallMs: 300,
  deadlineMs: 800,
  recoveryMs: 800,
};

/** Never sleeps longer than a quarter of a second: a wire's grace time would be most of the suite. */
const hastyClock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 250), signal) };

export const able: PrinterCapabilities = {
  answers: "yes",
  confirms: "process-id",
  clearsBuffer: false,
  bytesPerSecond: 1_000_000,
  mmPerSecond: 1_000,
};

export function aJob(wanted: Partial<PrintJob> = {}): PrintJob {
  return { id: "J001", pieces: [rows(20_000)], paperMm: 10, ...wanted };
}

/** A conversation with everything it said of the printer kept. */
export function talkTo(
  address: URL,
  {
    capabilities,
    ...wanted
  }: Partial<Omit<ConversationOptions, "capabilities">> & { capabilities?: Partial<PrinterCapabilities> } = {},
) {
  const conditions: PrinterCondition[] = [];
  const late: string[] = [];
  const conversation = new Conversation({
    driver: wanted.driver ?? driverOf(address),
    address,
    clock: hastyClock,
    patience: shortPatience,
    capabilities: { ...able, ...capabilities },
    onCondition: (condition) => conditions.push(condition),
    onLateConfirmation: (id) => late.push(id),
    ...wanted,
  });
  const never = new AbortController().signal;
  let firstBytes = 0;
  const countFirstByte = () => {
    firstBytes += 1;
  };
  return {
    conversation,
    conditions,
    late,
    get firstBytes() {
      return firstBytes;
    },
    print: (job: Partial<PrintJob> = {}, signal = never) =>
      conversation.print(aJob(job), { beforeFirstByte: countFirstByte }, signal),
    tend: () => conversation.tend(never),
    clearBuffer: () => conversation.clearBuffer(never),
  };
}

/** Waits until `what` holds; the test's own time limit ends it otherwise. */
export async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
}
