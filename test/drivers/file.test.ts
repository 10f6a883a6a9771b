import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { file } from "../../src/drivers/file.ts";
import { describePrinterDriver } from "./conformance.ts";
import { rows } from "./fake-printer.ts";
import { able, talkTo } from "./talk.ts";

const never = new AbortController().signal;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wire-"));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
const fresh = () => join(folder, `paper-${++count}`);

/** A FIFO with somebody at its far end who reads all the time until told otherwise. */
function aFifo() {
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

describePrinterDriver(
  "file, on a FIFO",
  async () => {
    const fifo = aFifo();
    return {
      driver: file,
      address: pathToFileURL(fifo.path),
      deadAddress: pathToFileURL(join(folder, "no-such-folder", "fifo")),
      received: fifo.received,
      stall: fifo.stall,
      breakOff: fifo.close,
      close: async () => fifo.close(),
    };
  },
  { say: "a file cannot talk back" },
);

describePrinterDriver(
  "file, on a regular file",
  async () => {
    const path = fresh();
    return {
      driver: file,
      address: pathToFileURL(path),
      deadAddress: pathToFileURL(join(folder, "no-such-folder", "paper")),
      received: () => readFile(path),
      close: async () => {},
    };
  },
  {
    stall: "a file always takes more",
    breakOff: "a file does not break",
    say: "a file cannot talk back",
  },
);

test("what was in the file stays, and new slips follow", async () => {
  const path = fresh();
  await writeFile(path, "old");
  await using port = await file.open(pathToFileURL(path), systemClock, never);
  await port.write(Buffer.from("new"), never);
  expect(await readFile(path, "utf8")).toBe("oldnew");
});

test("a missing file is made for its owner's eyes only", async () => {
  const path = fresh();
  await using _port = await file.open(pathToFileURL(path), systemClock, never);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("a missing device is never made into a file, by whatever path", async () => {
  await expect(file.open(new URL("file:///dev/no-such-printer"), systemClock, never)).rejects.toThrow("ENOENT");
  await expect(file.open(new URL("file:///dev/shm/no-such-printer"), systemClock, never)).rejects.toThrow("ENOENT");
  await symlink("/dev", join(folder, "devices"));
  await expect(file.open(pathToFileURL(join(folder, "devices", "no-such-printer")), systemClock, never)).rejects.toThrow(
    "ENOENT",
  );
  await symlink("/dev/no-such-printer", join(folder, "printer"));
  await expect(file.open(pathToFileURL(join(folder, "printer")), systemClock, never)).rejects.toThrow("EEXIST");
});

test("a device that takes everything takes a slip", async () => {
  const talk = talkTo(new URL("file:///dev/null"), { capabilities: able });
  expect(await talk.print()).toEqual({ result: "sent" });
  await talk.conversation.close();
});

test("a job through a file is sent, never printed, and brings its prelude only", async () => {
  const path = fresh();
  const talk = talkTo(pathToFileURL(path), { capabilities: able });
  expect(await talk.tend()).toBe("worked");
  expect(await talk.print({ pieces: [rows(3)] })).toEqual({ result: "sent" });
  expect(await talk.tend()).toBe("idle");
  await talk.conversation.close();
  expect(await readFile(path, "latin1")).toBe("\x1b@\x1daOxxx");
});

test("a FIFO nobody reads is refused at once", async () => {
  const path = fresh();
  execFileSync("mkfifo", [path]);
  await expect(file.open(pathToFileURL(path), systemClock, never)).rejects.toThrow("ENXIO");
});

test("a FIFO that stays full is given up with the caller's signal, and its job is uncertain", async () => {
  const fifo = aFifo();
  fifo.stall();
  const talk = talkTo(pathToFileURL(fifo.path), { capabilities: able });
  expect(await talk.print({ pieces: [rows(200_000)] })).toEqual({ result: "uncertain", reason: "Nothing moved any more." });
  await talk.conversation.close();
  fifo.close();
});
