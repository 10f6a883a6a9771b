import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { file } from "../../../src/drivers/file.ts";
import { aTerminal, noTerminal } from "./terminal.ts";
import type { WireOnBench } from "./wire.ts";

let folder: string | undefined;
let count = 0;

/** A folder that goes when the process does. */
export function scratch(): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "wire-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return folder;
}

export const fresh = () => join(scratch(), `paper-${++count}`);

/** A FIFO with somebody at its far end who reads all the time until told otherwise. */
export function aFifo() {
  const path = fresh();
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const seen: Buffer[] = [];
  const read = () => {
    const chunk = Buffer.alloc(65_536);
    try {
      seen.push(chunk.subarray(0, readSync(reader, chunk)));
    } catch {
      // nothing there yet
    }
  };
  const reading = setInterval(read, 2);
  let isOpen = true;
  return {
    path,
    received: () => Buffer.concat(seen),
    stall: () => clearInterval(reading),
    close() {
      clearInterval(reading);
      if (isOpen) closeSync(reader);
      isOpen = false;
    },
  };
}

const nowhere = () => pathToFileURL(join(scratch(), "no-such-folder", "paper"));
const bytesOnly = "it carries bytes, not jobs";

export const fifoBench: WireOnBench = {
  name: "file, on a FIFO",
  async bench() {
    const fifo = aFifo();
    return {
      driver: file,
      address: pathToFileURL(fifo.path),
      deadAddress: nowhere(),
      received: fifo.received,
      stall: fifo.stall,
      breakOff: fifo.close,
      close: async () => fifo.close(),
    };
  },
  deviations: { say: "a file cannot talk back", finish: bytesOnly },
};

export const regularBench: WireOnBench = {
  name: "file, on a regular file",
  async bench() {
    const path = fresh();
    return {
      driver: file,
      address: pathToFileURL(path),
      deadAddress: nowhere(),
      received: () => readFile(path),
      close: async () => {},
    };
  },
  deviations: {
    stall: "a file always takes more",
    breakOff: "a file does not break",
    say: "a file cannot talk back",
    finish: bytesOnly,
  },
};

export const deviceBench: WireOnBench = {
  name: "file, on a character device (a pseudo terminal)",
  missing: noTerminal,
  butNot: "not on a real /dev/usb/lp0",
  async bench() {
    const terminal = await aTerminal();
    return {
      driver: file,
      address: pathToFileURL(terminal.path),
      deadAddress: new URL("file:///dev/no-such-printer"),
      received: () => terminal.printer.received,
      stall: () => terminal.printer.stopReading(),
      breakOff: terminal.unplug,
      say: (bytes) => terminal.printer.say(bytes),
      close: terminal.close,
    };
  },
  deviations: { finish: bytesOnly },
};
