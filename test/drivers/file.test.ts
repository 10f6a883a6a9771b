import { execFileSync } from "node:child_process";
import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { driverOf } from "../../src/drivers/drivers.ts";
import { file } from "../../src/drivers/file.ts";
import { aFifo, fresh, scratch } from "./benches/file.ts";
import { aTerminal, noTerminal } from "./benches/terminal.ts";
import { testOn } from "./benches/wire.ts";
import { rows } from "./fake-printer.ts";
import { able, talkTo, until } from "./talk.ts";

const never = new AbortController().signal;
test("what was in the file stays, and new slips follow", async () => {
  const path = fresh();
  await writeFile(path, "\x1b@old");
  await using port = await file.open(pathToFileURL(path), systemClock, never);
  await port.write(Buffer.from("new"), never);
  expect(await readFile(path, "utf8")).toBe("\x1b@oldnew");
});

test("a file that no printer's bytes stand in is left alone, whatever a wrong address says", async () => {
  const path = fresh();
  await writeFile(path, "root:x:0:0:root");
  await expect(file.open(pathToFileURL(path), systemClock, never)).rejects.toThrow("left alone");
  const talk = talkTo(pathToFileURL(path), { unfinished: true, capabilities: { answers: "no" } });
  expect(await talk.print()).toEqual({ result: "not-started", fault: "unreachable" });
  await talk.conversation.close();
  expect(await readFile(path, "utf8")).toBe("root:x:0:0:root");
});

test("a new file begins with the job: nothing of an earlier one could be in its way", async () => {
  const path = fresh();
  const talk = talkTo(pathToFileURL(path), { unfinished: true, capabilities: { answers: "no" } });
  for (let time = 0; time < 2; time++) expect(await talk.print({ pieces: [rows(10)] })).toEqual({ result: "sent" });
  await talk.conversation.close();
  const text = await readFile(path, "latin1");
  expect(text.split("x".repeat(10))).toHaveLength(3);
  expect(text.startsWith("\x1b@")).toBe(true);
  expect(text).not.toContain("\0".repeat(100));
});

test.each(["file://host/dev/usb/lp0", "file:///", "file:///dev/usb/lp0?baud=9600"])("%s is refused at the start", (address) => {
  expect(() => driverOf(new URL(address))).toThrow();
});

test("a missing file is made for its owner's eyes only", async () => {
  const path = fresh();
  await using _port = await file.open(pathToFileURL(path), systemClock, never);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("a missing device is never made into a file, by whatever path", async () => {
  await expect(file.open(new URL("file:///dev/no-such-printer"), systemClock, never)).rejects.toThrow("ENOENT");
  await expect(file.open(new URL("file:///dev/shm/no-such-printer"), systemClock, never)).rejects.toThrow("ENOENT");
  await symlink("/dev", join(scratch(), "devices"));
  await expect(file.open(pathToFileURL(join(scratch(), "devices", "no-such-printer")), systemClock, never)).rejects.toThrow(
    "ENOENT",
  );
  await symlink("/dev/no-such-printer", join(scratch(), "printer"));
  await expect(file.open(pathToFileURL(join(scratch(), "printer")), systemClock, never)).rejects.toThrow("EEXIST");
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

testOn(noTerminal, "a device that talks back is asked and heard on one descriptor, and its slip is printed", async () => {
  const terminal = await aTerminal({});
  const talk = talkTo(pathToFileURL(terminal.path), { capabilities: able });
  expect(await talk.print()).toEqual({ result: "printed", mark: "process-id" });
  terminal.printer.say([0x10, 0x00, 0x0c, 0x0f]);
  await until(() => talk.conversation.condition.faults[0] === "paper-end");
  await talk.conversation.close();
  await terminal.close();
});

testOn(noTerminal, "a device pulled out in the middle of a job leaves doubt, and is unreachable after it", async () => {
  const terminal = await aTerminal({});
  const talk = talkTo(pathToFileURL(terminal.path), { capabilities: able });
  terminal.printer.afterRows(4_000, terminal.unplug);
  expect((await talk.print({ pieces: [rows(2_000_000)] })).result).toBe("uncertain");
  expect(await talk.tend()).toBe("faulted");
  expect(talk.conversation.condition.faults).toEqual(["unreachable"]);
  await talk.conversation.close();
  await terminal.close();
});

test("a device that has nothing to say, like /dev/null, cannot talk back", async () => {
  await using port = await file.open(new URL("file:///dev/null"), systemClock, never);
  expect(port.replies).toBeUndefined();
});
