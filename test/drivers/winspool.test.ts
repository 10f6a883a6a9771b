import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { NothingTaken } from "../../src/drivers/driver.ts";
import { winspoolOver } from "../../src/drivers/winspool.ts";
import { PretendWindows, windowsAddress } from "./benches/winspool.ts";
import { rows } from "./fake-printer.ts";
import { talkTo, until } from "./talk.ts";

const never = new AbortController().signal;

async function open(windows: PretendWindows, address = windowsAddress) {
  return await winspoolOver({ platform: "win32", run: windows.run }).open(address, systemClock, never);
}

test("a slip through a Windows queue is sent, and its file does not stay", async () => {
  const windows = new PretendWindows();
  const talk = talkTo(windowsAddress, { driver: winspoolOver({ platform: "win32", run: windows.run }) });
  expect(await talk.print({ pieces: [rows(3)] })).toEqual({ result: "sent" });
  expect(windows.jobs.map((job) => job.toString("latin1"))).toEqual(["\x1b@\x1daOxxx"]);
  await talk.conversation.close();
  const files = windows.scripts.flatMap((script) =>
    [...script.matchAll(/ReadAllBytes\(\(Text '([^']+)'/g)].map(([, code]) => code!),
  );
  expect(files).toHaveLength(1);
  expect(existsSync(Buffer.from(files[0]!, "base64").toString("utf16le"))).toBe(false);
});

test("nothing of a printer's name can become a command", async () => {
  const windows = new PretendWindows();
  await using port = await open(windows);
  await port.write(rows(1), never);
  await port.finish?.(never);
  for (const words of windows.words) {
    expect(words.slice(0, -1)).toEqual([
      "powershell.exe",
      "-NoProfile",
      "-NonInteractive",
      "-ExecutionPolicy",
      "Bypass",
      "-EncodedCommand",
    ]);
    expect(words.at(-1)).toMatch(/^[A-Za-z0-9+/=]+$/);
    expect(words.join(" ").length).toBeLessThan(32_000); // Windows' longest command line
  }
  const nasty = "a'; Remove-Item C:\\ #";
  await expect(open(windows, new URL(`winspool:///${encodeURIComponent(nasty)}`))).rejects.toThrow(nasty);
  expect(windows.scripts.at(-1)).not.toContain("Remove-Item");
});

test.each<[string, PretendWindows["trouble"], boolean, RegExp]>([
  ["took no document", { submit: { code: 3, stdout: "the queue took no document\r\n" } }, true, /took no document/],
  ["took a part", { submit: { code: 4, stdout: "the queue took 2 bytes\r\n" } }, false, /took 2 bytes/],
  ["has trouble", { settle: { code: 5, stdout: "the queue says 0x42\r\n" } }, false, /0x42/],
])("a queue that %s says so", async (_what, trouble, nothing, why) => {
  const windows = new PretendWindows();
  windows.trouble = trouble;
  await using port = await open(windows);
  await port.write(rows(1), never);
  const error = await port.finish!(never).catch((reason: unknown) => reason);
  expect(error instanceof NothingTaken).toBe(nothing);
  expect((error as Error).message).toMatch(why);
});

test("a job that stays in the queue is given up with the caller's signal, and taken out of it", async () => {
  const windows = new PretendWindows();
  windows.stuck = true;
  const port = await open(windows);
  await port.write(rows(1), never);
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(new Error("enough")), 30);
  await expect(port.finish!(stopping.signal)).rejects.toThrow("enough");
  await port[Symbol.asyncDispose]();
  await until(() => windows.withdrawn.length > 0);
  expect(windows.withdrawn).toEqual([1]);
});

test("a printer Windows does not know is refused, and so is Windows' queue elsewhere", async () => {
  await expect(open(new PretendWindows(), new URL("winspool:///nobody"))).rejects.toMatchObject({
    code: "printer-address",
    message: 'Windows has no printer "nobody".',
  });
  const { check } = winspoolOver({ platform: "linux", run: new PretendWindows().run });
  expect(() => check?.(windowsAddress)).toThrow(
    expect.objectContaining({ code: "printer-address", detail: { hint: expect.stringContaining("cups:///") } }),
  );
});
