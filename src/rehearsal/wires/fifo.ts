import { execFile } from "node:child_process";
import { closeSync, constants, openSync, statSync, writeSync } from "node:fs";
import { unlink } from "node:fs/promises";
import { Socket } from "node:net";
import { promisify } from "node:util";
import type { Machine } from "../printer/machine.ts";
import { Plug } from "./plug.ts";

export interface FifoOptions {
  readonly machine: Machine;
  /** Where hosts write. Made if it is not there. */
  readonly path: string;
  /** Where the printer answers; without it the wire goes one way, like a spooler's. */
  readonly replyPath?: string;
}

export interface Fifo {
  close(): Promise<void>;
}

/** Puts a printer at the end of a FIFO, where a device file would be. Rejects when there is another kind of file. */
export async function serveFifo({ machine, path, replyPath }: FifoOptions): Promise<Fifo> {
  const made = [await makeFifo(path), replyPath !== undefined && (await makeFifo(replyPath))];
  // Opened for reading and writing, a FIFO does not end when its last writer leaves, and opening it waits for nobody.
  const flags = constants.O_RDWR | constants.O_NONBLOCK;
  const inbound = new Socket({ fd: openSync(path, flags), readable: true, writable: false });
  const outbound = replyPath === undefined ? undefined : openSync(replyPath, flags);
  const plug = new Plug(machine, (words) => outbound !== undefined && sayUnlessFull(outbound, words));
  void carry(inbound, plug);
  return {
    async close() {
      inbound.destroy();
      plug.pullOut();
      if (outbound !== undefined) closeSync(outbound);
      for (const [at, file] of [path, replyPath].entries())
        if (file !== undefined && made[at]) await unlink(file).catch(() => {});
    },
  };
}

/** Whether it was made now. */
async function makeFifo(path: string): Promise<boolean> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFIFO()) throw new Error(`${path} is there and is no FIFO; name a path that is free.`);
  if (!found) await promisify(execFile)("mkfifo", ["-m", "600", path]);
  return !found;
}

/** Reads no further than the printer has taken. What comes while it has no power is lost. */
async function carry(inbound: Socket, plug: Plug): Promise<void> {
  try {
    for await (const bytes of inbound) await plug.connection?.write(bytes as Buffer);
  } catch {
    // closed while it was read
  }
}

/** Replies nobody fetches are lost when the FIFO is full, as on a line without a listener. */
function sayUnlessFull(to: number, words: Uint8Array): void {
  try {
    writeSync(to, words);
  } catch {
    // full
  }
}
