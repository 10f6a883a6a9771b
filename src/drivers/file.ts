import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../base/clock.ts";
import type { PrinterDriver } from "./driver.ts";

/** Pause before a full device or FIFO is tried again. */
const fullPauseMs = 10;

/**
 * Never waits inside the system: a FIFO nobody reads is refused at once, and a printer that takes nothing can be given up.
 * A waiting open or write would hold one of the process's few threads for ever.
 */
const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK | constants.O_NOCTTY;

/** A device, a FIFO or a regular file: `file:///dev/usb/lp0`. Write-only, so nothing printed here is ever confirmed. */
export const file: PrinterDriver = {
  async open(address, clock, signal) {
    signal.throwIfAborted();
    const handle = await openOrCreate(fileURLToPath(address));
    const closed = new AbortController();
    return {
      closed: closed.signal,
      async write(bytes, signal) {
        closed.signal.throwIfAborted();
        try {
          await writeAll(handle, bytes, { clock, signal });
        } catch (error) {
          if (!signal.aborted) closed.abort(error);
          throw error;
        }
      },
      async [Symbol.asyncDispose]() {
        closed.abort(new Error("the file was closed"));
        await handle.close();
      },
    };
  },
};

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, appending);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    const folder = await realpath(dirname(path));
    // An unplugged printer's device is missing: a file in its place would swallow slips.
    if (folder === "/dev" || folder.startsWith("/dev/")) throw error;
    // Exclusive, so that a dangling link cannot lead out of the folder.
    return await open(join(folder, basename(path)), appending | constants.O_CREAT | constants.O_EXCL, 0o600);
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, world: { clock: Clock; signal: AbortSignal }): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) {
    world.signal.throwIfAborted();
    try {
      const { bytesWritten } = await handle.write(rest);
      rest = rest.subarray(bytesWritten);
    } catch (error) {
      if (codeOf(error) !== "EAGAIN") throw error;
      await world.clock.sleep(fullPauseMs, world.signal);
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
