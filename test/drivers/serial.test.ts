import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { serial, serialOver, type Tty, type TtySettings } from "../../src/drivers/serial.ts";
import { aTerminal, noTerminal } from "./benches/terminal.ts";
import { testOn } from "./benches/wire.ts";
import { rows } from "./fake-printer.ts";
import { talkTo, until } from "./talk.ts";

const never = new AbortController().signal;

/** A line as the package opens one: what is written waits in the system until `drain` is through. */
function aLine({ dsr }: { dsr?: () => boolean } = {}) {
  const calls: string[] = [];
  const sizes: number[] = [];
  let letGo: () => void = () => {};
  let failRead: (error: Error) => void = () => {};
  const line = {
    calls,
    sizes,
    wanted: undefined as TtySettings | undefined,
    busy: false,
    /** The package missed that the line takes bytes again. */
    stuck: false,
    unplug: (why: string) => failRead(new Error(why)),
  };
  const tty = {
    isOpen: true as boolean,
    read: () =>
      new Promise<{ bytesRead: number }>((_, reject) => {
        failRead = reject;
      }),
    write: async (bytes: Buffer) => {
      if (line.stuck) await new Promise(() => {});
      sizes.push(bytes.length);
    },
    drain: async () => {
      calls.push("drain");
      if (line.busy)
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
    },
    flush: async () => {
      calls.push("flush");
      letGo();
    },
    get: async () => {
      if (!dsr) throw new Error("ENOTTY");
      return { dsr: dsr() };
    },
    close: async () => {
      calls.push("close");
      tty.isOpen = false;
      failRead(new Error("Canceled"));
    },
  } satisfies Tty;
  const driver = serialOver(async (wanted) => {
    line.wanted = wanted;
    return tty;
  });
  const open = (query = "") => driver.open(new URL(`serial:///dev/ttyUSB0${query}`), systemClock, never);
  return { line, open };
}

test.each([
  ["", { baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1, rtscts: true, xon: false }],
  ["?baud=19200&flow=software", { baudRate: 19_200, rtscts: false, xon: true }],
  ["?flow=none&bits=7&parity=odd&stop=2", { dataBits: 7, parity: "odd", stopBits: 2, rtscts: false, xon: false }],
] as const)("the settings %j reach the line", async (query, expected) => {
  const { line, open } = aLine();
  await using _port = await open(query);
  expect(line.wanted).toMatchObject({ path: "/dev/ttyUSB0", ...expected });
});

test("COM ports are named as Windows names them", async () => {
  const paths: string[] = [];
  const driver = serialOver(({ path }) => {
    paths.push(path);
    return Promise.reject(new Error("File not found"));
  });
  await expect(driver.open(new URL("serial:///com12"), systemClock, never)).rejects.toThrow("File not found");
  expect(paths).toEqual(["COM12"]);
});

test("a write is over when the bytes are on the line, not when the system has put them aside", async () => {
  const { line, open } = aLine();
  await using port = await open();
  line.busy = true;
  let over = false;
  const stopping = new AbortController();
  const writing = port.write(rows(4096), stopping.signal).then(
    () => {
      over = true;
    },
    () => {},
  );
  await until(() => line.calls.includes("drain"));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(over).toBe(false);
  stopping.abort(new Error("enough"));
  await writing;
  expect(over).toBe(false);
  // Otherwise one of the process's few threads would wait for the printer for ever.
  expect(line.calls).toContain("flush");
  line.busy = false;
});

test("a printer that says busy by DSR is waited for, and has room for what is on its way", async () => {
  let ready = true;
  const { line, open } = aLine({ dsr: () => ready });
  await using port = await open();
  await port.write(rows(300), never);
  expect(line.sizes).toEqual([128, 128, 44]);
  ready = false;
  let over = false;
  const writing = port.write(rows(10), never).then(() => {
    over = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(over).toBe(false);
  ready = true;
  await writing;
  expect(line.sizes).toEqual([128, 128, 44, 10]);
});

test.each([
  ["a cable without a DSR wire", { dsr: () => false }, ""],
  ["a line that has no such wires", {}, ""],
  ["flow control by software", { dsr: () => true }, "?flow=software"],
])("%s holds nothing up", async (_what, wires, query) => {
  const { line, open } = aLine(wires);
  await using port = await open(query);
  await port.write(rows(300), never);
  expect(line.sizes).toEqual([300]);
});

test("a write that never ends, although its bytes were dropped, ends the line: opened anew it may work", async () => {
  const { line, open } = aLine();
  await using port = await open();
  line.stuck = true;
  const stopping = new AbortController();
  const writing = port.write(rows(4096), stopping.signal).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 20));
  stopping.abort(new Error("enough"));
  await writing;
  expect(line.calls).toEqual(["flush", "close"]);
  expect(port.closed.reason).toMatchObject({ message: "the serial line took nothing any more" });
});

test("an unplugged line closes the wire with what the system said", async () => {
  const { line, open } = aLine();
  await using port = await open();
  line.unplug("EIO: i/o error");
  await until(() => port.closed.aborted);
  expect(port.closed.reason).toMatchObject({ message: "the serial line is gone: EIO: i/o error" });
});

test("a line that cannot be opened says why", async () => {
  await expect(serial.open(new URL("serial:///dev/no-such-line"), systemClock, never)).rejects.toThrow(/No such file/);
});

testOn(noTerminal, "a slip over a serial line is printed, its printer's faults are heard, and unplugging is named", async () => {
  const terminal = await aTerminal({});
  const talk = talkTo(new URL(`serial://${terminal.path}?baud=115200`));
  expect(await talk.print({ id: "S001" })).toEqual({ result: "printed", mark: "process-id" });
  terminal.printer.say([0x38, 0x00, 0x00, 0x0f]);
  // What was said is kept: a busy machine may look again only when it is over.
  await until(() => talk.conditions.some(({ faults }) => faults[0] === "cover-open"));
  terminal.unplug();
  await until(() => talk.conversation.condition.faults[0] === "unreachable");
  await talk.conversation.close();
  await terminal.close();
});

testOn(noTerminal, "a serial line pulled out in the middle of a job leaves doubt", async () => {
  const terminal = await aTerminal({});
  const talk = talkTo(new URL(`serial://${terminal.path}?baud=115200`));
  terminal.printer.afterRows(4_000, terminal.unplug);
  expect((await talk.print({ pieces: [rows(2_000_000)] })).result).toBe("uncertain");
  await talk.conversation.close();
  await terminal.close();
});
