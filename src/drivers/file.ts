import { constants } from "node:fs";
import { type FileHandle, open, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../base/clock.ts";
import type { PrinterDriver, PrinterPort } from "./driver.ts";
import { onlySettings, pathOf } from "./wire/address.ts";
import { asError, codeOf } from "./wire/giving-up.ts";
import { openInbox } from "./wire/inbox.ts";

/** Pause before a full device or FIFO is tried again. */
const fullPauseMs = 10;

/** ESC @, which every job begins with. */
const beginning = Buffer.from([0x1b, 0x40]);

/** Between looks for a reply: a tap on FEED lasts 100 ms or more. */
const listenPauseMs = 25;

/** The printer driver of Linux drops what is still on its way when the device is closed, and cannot be asked whether anything is. */
const lastBytesMs = 500;

/**
 * Never waits inside the system: a FIFO nobody reads is refused at once, and a printer that takes nothing can be given up.
 * A waiting open or write would hold one of the process's few threads for ever.
 */
const patiently = constants.O_APPEND | constants.O_NONBLOCK | constants.O_NOCTTY;
const appending = constants.O_WRONLY | patiently;

const hint = "Write file:///dev/usb/lp0 for a printer, or the path of a new file to keep what would be printed.";

/** A device like `file:///dev/usb/lp0`, heard on the same descriptor where it talks back; or a FIFO or regular file, which cannot. */
export const file: PrinterDriver = {
  check(address) {
    pathOf(address, hint);
    onlySettings(address, [], hint);
  },
  async open(address, clock, signal) {
    signal.throwIfAborted();
    const path = fileURLToPath(address);
    const device = await openDevice(path);
    if (device) return portOn(device.handle, clock, device.first);
    const handle = await openOrCreate(path);
    const kept = (await handle.stat()).isFile();
    return kept ? { ...portOn(handle, clock), keeps: true } : portOn(handle, clock);
  },
};

/** `first`: what the device had to say at once; undefined where it never says anything. */
async function openDevice(path: string): Promise<{ handle: FileHandle; first?: Uint8Array } | undefined> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind?.isCharacterDevice()) return undefined;
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDWR | patiently);
  } catch (error) {
    // Some may write to their printers and not read from them.
    if (codeOf(error) !== "EACCES" && codeOf(error) !== "EPERM") throw error;
    return { handle: await open(path, appending) };
  }
  try {
    const first = await read(handle);
    // At its end at once: like /dev/null, it has nothing to say. A printer that is merely quiet says "try again".
    return first === "end" ? { handle } : { handle, first: first === "nothing yet" ? new Uint8Array() : first };
  } catch (error) {
    if (codeOf(error) === "EINVAL") return { handle }; // a printer with one direction only
    await handle.close();
    throw error;
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    await assertNobodysElse(path);
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

/** Whatever a wrong address points at is not ours to write into: only what begins as print jobs do, or has nothing in it yet. */
async function assertNobodysElse(path: string): Promise<void> {
  const there = await stat(path);
  if (!there.isFile() || there.size === 0) return;
  const reader = await open(path, constants.O_RDONLY);
  try {
    const { buffer } = await reader.read(Buffer.alloc(beginning.length), 0, beginning.length, 0);
    if (!beginning.equals(buffer)) throw new Error(`${path} is a file that no printer's bytes stand in: it is left alone`);
  } finally {
    await reader.close();
  }
}

function portOn(handle: FileHandle, clock: Clock, first?: Uint8Array): PrinterPort {
  const closed = new AbortController();
  const close = (reason: unknown) => void (closed.signal.aborted || closed.abort(asError(reason)));
  const hearing = first && hear(handle, { clock, first, closed: closed.signal, onBreak: close });
  let wroteAtMs: number | undefined;
  let closing: Promise<void> | undefined;
  const shut = async () => {
    const leftMs = hearing && wroteAtMs !== undefined ? wroteAtMs + lastBytesMs - clock.uptimeMs() : 0;
    if (leftMs > 0) await clock.sleep(leftMs, closed.signal);
    close(new Error("the file was closed"));
    await hearing?.over;
    await handle.close();
  };
  return {
    ...(hearing ? { replies: hearing.replies } : {}),
    closed: closed.signal,
    async write(bytes, signal) {
      closed.signal.throwIfAborted();
      try {
        await writeAll(handle, bytes, { clock, signal });
        wroteAtMs = clock.uptimeMs();
      } catch (error) {
        if (!signal.aborted) close(error);
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      closing ??= shut();
      await closing;
    },
  };
}

/** Looks for replies again and again: the system cannot wake us for a device that is no terminal. */
function hear(
  handle: FileHandle,
  { clock, first, closed, onBreak }: { clock: Clock; first: Uint8Array; closed: AbortSignal; onBreak(reason: unknown): void },
) {
  const inbox = openInbox();
  const listen = async () => {
    if (first.length > 0) inbox.push(first);
    while (!closed.aborted) {
      const chunk = await read(handle);
      if (typeof chunk !== "string") inbox.push(chunk);
      await clock.sleep(listenPauseMs, closed);
    }
  };
  const over = listen()
    .catch(onBreak) // unplugged: ENODEV or EIO
    .finally(() => inbox.end());
  return { replies: inbox.replies, over };
}

async function read(handle: FileHandle): Promise<Uint8Array | "nothing yet" | "end"> {
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(1024));
    return bytesRead > 0 ? buffer.subarray(0, bytesRead) : "end";
  } catch (error) {
    if (codeOf(error) === "EAGAIN") return "nothing yet";
    throw error;
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
