import type { PrinterDriver, PrinterPort } from "../../../src/drivers/driver.ts";
import { driverOf } from "../../../src/drivers/drivers.ts";

/** Bugs as other programs have them, planted below an honest till: the run must notice each, or it proves nothing. */
export const bugs = ["believes-the-wire", "prints-again", "sees-no-trouble"] as const;

export type Bug = (typeof bugs)[number];

/** The wire with the bug in it. */
export function driverWith(bug: Bug | undefined): (address: URL) => PrinterDriver {
  if (!bug) return driverOf;
  return (address) => {
    const driver = driverOf(address);
    return { ...driver, open: async (...how) => plants[bug](await driver.open(...how)) };
  };
}

const mark = Buffer.from("1d284806003030", "hex");

const plants: Readonly<Record<Bug, (port: PrinterPort) => PrinterPort>> = {
  /** What the system has taken counts as printed. */
  "believes-the-wire"(port) {
    const said: Uint8Array[] = [];
    let wake = () => {};
    const say = (bytes: Uint8Array) => {
      said.push(bytes);
      wake();
    };
    const write = async (bytes: Uint8Array, signal: AbortSignal) => {
      await port.write(bytes, signal);
      const at = Buffer.from(bytes).indexOf(mark);
      if (at !== -1) say(Buffer.concat([Buffer.from('7"'), bytes.subarray(at + 7, at + 11), Buffer.of(0)]));
    };
    void (async () => {
      for await (const reply of port.replies ?? []) say(reply);
    })().catch(() => {});
    const replies = async function* () {
      const over = () => wake();
      port.closed.addEventListener("abort", over);
      while (!port.closed.aborted || said.length > 0) {
        const next = said.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    };
    return { ...port, closed: port.closed, write, replies: replies(), [Symbol.asyncDispose]: () => port[Symbol.asyncDispose]() };
  },
  /** Sends every slip once more, to be sure. */
  "prints-again"(port) {
    let sent: Uint8Array[] = [];
    const write = async (bytes: Uint8Array, signal: AbortSignal) => {
      await port.write(bytes, signal);
      if (bytes.length > 30) sent.push(Uint8Array.from(bytes));
      if (Buffer.from(bytes).indexOf(mark) === -1 || sent.length === 0) return;
      const again = Buffer.concat(sent);
      sent = [];
      if (again.length < 40_000 && again.length > 10_000) await port.write(again, signal);
    };
    return { ...port, write, [Symbol.asyncDispose]: () => port[Symbol.asyncDispose]() };
  },
  /** Reads every status as a calm one. */
  "sees-no-trouble"(port) {
    const replies = async function* () {
      for await (const reply of port.replies ?? []) yield calmed(reply);
    };
    return { ...port, replies: replies(), [Symbol.asyncDispose]: () => port[Symbol.asyncDispose]() };
  },
};

function calmed(reply: Uint8Array): Uint8Array {
  const calm = Uint8Array.from(reply);
  if (calm[0] === 0x37) return calm; // a job's number
  for (let at = 0; at < calm.length; at++) {
    if ((calm[at]! & 0x93) === 0x12) calm[at] = 0x12;
    if ((calm[at]! & 0x93) === 0x10 && at + 3 < calm.length) calm.set([0x10, 0, 0, 0x0f], at);
  }
  return calm;
}
