import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { Machine } from "../../../src/rehearsal/printer/machine.ts";
import { models, type PrinterModel } from "../../../src/rehearsal/printer/models.ts";
import { type SerialLine, type SerialLineOptions, serveSerial } from "../../../src/rehearsal/wires/serial-line.ts";
import { automaticStatus, blackRows, bytes, confirmed, cut, hex, inkedRows, processId, rom } from "../bench.ts";

/** The line is made by Python; where there is none, there is no line to test. */
const onSerial = test.runIf(spawnSync("python3", ["-c", "import os; os.openpty()"]).status === 0);

let line: SerialLine | undefined;
let device: number | undefined;
afterEach(async () => {
  if (device !== undefined) closeSync(device);
  device = undefined;
  await line?.close();
});

async function onLine(change: Partial<PrinterModel> = {}, options: Partial<SerialLineOptions> = {}) {
  const machine = new Machine({
    clock: systemClock,
    rom,
    model: { ...models["virtual-58"], headToCutterDots: 0, cutMs: 20, ...change },
  });
  line = await serveSerial({ machine, clock: systemClock, log: silentLog, ...options });
  const fd = openSync(line.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  device = fd;
  let heard = Buffer.alloc(0);
  return {
    machine,
    heard: () => {
      heard = Buffer.concat([heard, readAll(fd)]);
      return hex(heard);
    },
    /** Writes as a device is written: what the line does not take now is written later. */
    write: async (data: Uint8Array) => {
      for (let at = 0; at < data.length; ) {
        const taken = writeSome(fd, data.subarray(at, at + 256));
        at += taken;
        if (taken === 0) await pause(5);
      }
    },
  };
}

function readAll(fd: number): Buffer {
  const part = Buffer.alloc(4096);
  try {
    return part.subarray(0, readSync(fd, part));
  } catch {
    return Buffer.alloc(0);
  }
}

function writeSome(fd: number, data: Uint8Array): number {
  try {
    return writeSync(fd, data);
  } catch {
    return 0;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean, patienceMs = 5000): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > patienceMs) throw new Error("It never came.");
    await pause(5);
  }
}

onSerial("a job over a serial line is printed and confirmed", async () => {
  const { heard, machine, write } = await onLine();
  await write(bytes(automaticStatus, blackRows(60), cut, processId("SER1")));
  await until(() => heard() === `10 00 00 0f ${confirmed("SER1")}`);
  expect(machine.state.pieces).toBe(1);
});

onSerial("9600 baud is 960 bytes a second, whatever the host's speed", async () => {
  const { machine, write } = await onLine({ baud: 9600 });
  const began = performance.now();
  await write(new Uint8Array(2000).fill(0x20));
  await pause(500);
  const { receivedBytes } = machine.state;
  // What went over in that time, and the 100 bytes that may be on their way at once.
  expect(receivedBytes).toBeLessThan(960 * ((performance.now() - began) / 1000) + 100);
  await until(() => machine.state.receivedBytes === 2000);
});

onSerial("DTR holds the host up, and everything is printed", async () => {
  const { heard, machine, write } = await onLine({ receiveBufferBytes: 512, baud: 115_200 });
  machine.setFault("cover-open");
  const writing = write(bytes(blackRows(800), cut, processId("HOLD")));
  await pause(400);
  expect(machine.state.bufferedBytes).toBe(512);
  machine.setFault("none");
  await writing;
  await until(() => heard() === confirmed("HOLD"));
  expect([machine.journal.dropped, machine.journal.cuts.length]).toEqual([[], 1]);
});

onSerial("a full buffer signals XOFF and later XON; a host that goes on all the same loses bytes", async () => {
  const { heard, machine, write } = await onLine({ receiveBufferBytes: 512, baud: 115_200 }, { whenFull: "signals" });
  machine.setFault("cover-open");
  await write(bytes(blackRows(800), processId("LOST")));
  await until(() => machine.journal.dropped.length > 0 && heard() === "13");
  machine.setFault("none");
  await until(() => heard() === "13 11");
  await pause(300);
  expect(heard()).toBe("13 11"); // the torn image waits for bytes that are lost
  expect(inkedRows(machine.attachedPaper)).toBeLessThan(800);
});

onSerial("a line that just drops says nothing of it", async () => {
  const { heard, machine, write } = await onLine({ receiveBufferBytes: 512, baud: 115_200 }, { whenFull: "drops" });
  machine.setFault("cover-open");
  await write(new Uint8Array(1500).fill(0x20));
  await until(() => machine.journal.dropped.reduce((sum, { count }) => sum + count, 0) === 1500 - 512);
  expect(heard()).toBe("");
});

onSerial("a power cut is no goodbye on a serial line: the device stays, and the printer is there again", async () => {
  const { heard, machine, write } = await onLine();
  machine.setPower(false);
  await write(bytes(processId("DARK")));
  await pause(100);
  machine.setPower(true);
  await write(bytes(processId("BACK")));
  await until(() => heard() === confirmed("BACK"));
});
