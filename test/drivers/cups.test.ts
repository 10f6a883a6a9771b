import { afterAll, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { cupsOver } from "../../src/drivers/cups.ts";
import { NothingTaken } from "../../src/drivers/driver.ts";
import { aCups, noCups, stopCups } from "./benches/cups.ts";
import { testOn } from "./benches/wire.ts";
import { FakePrinter, rows } from "./fake-printer.ts";
import { shortPatience, talkTo, until } from "./talk.ts";

const never = new AbortController().signal;
const oneWay = { answers: "no", confirms: "nothing", bytesPerSecond: 1e9 } as const;
/** A queue takes its time. */
const patience = { ...shortPatience, stallMs: 3_000, deadlineMs: 6_000 };

afterAll(stopCups);

type Said = { readonly code?: number; readonly stdout?: string; readonly stderr?: string };

/** CUPS's programs as a table: what each says, in turn. */
function aProgram(answers: Record<string, Said[]>) {
  const words: string[][] = [];
  const run = async (line: readonly string[]) => {
    words.push([...line]);
    const asked = line.slice(2).join(" ");
    const [name] = Object.keys(answers).filter((start) => asked.startsWith(start));
    const said = name === undefined ? undefined : answers[name]!.length > 1 ? answers[name]!.shift() : answers[name]![0];
    return { code: 0, stdout: "", stderr: "", ...said };
  };
  return { words, driver: cupsOver(run) };
}

const ready = {
  "lpstat -a": [{ stdout: "till accepting requests since now\n" }],
  "lpstat -p": [{ stdout: "printer till is idle.\n" }],
};
const jobs = (...ids: number[]) => ({ stdout: ids.map((id) => `till-${id}   root   3072   now\n`).join("") });

async function finish(answers: Record<string, Said[]>) {
  const { words, driver } = aProgram({ ...ready, ...answers });
  const port = await driver.open(new URL("cups:///till"), systemClock, never);
  await port.write(rows(3), never);
  const error = await port.finish!(never).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  await port[Symbol.asyncDispose]();
  return { words, error };
}

test("the programs are run without a shell, in a language we can read, and the queue's name is one word", async () => {
  const { words, error } = await finish({ "lp ": [{ stdout: "request id is till-8 (0 file(s))\n" }] });
  expect(error).toBeUndefined();
  expect(words.find((line) => line[2] === "lp")).toEqual([
    "env",
    "LC_ALL=C",
    "lp",
    "-d",
    "till",
    "-o",
    "raw",
    "-t",
    "Tillseal",
    "--",
  ]);
});

test.each<[string, Record<string, Said[]>]>([
  [
    "the queue was stopped meanwhile",
    { "lpstat -p": [{ stdout: "is idle" }, { stdout: "printer till disabled since now -\n\tPaused" }] },
  ],
  ["the server is gone", { "lpstat -a": [{ stdout: "accepting" }, { code: 1, stderr: "Bad file descriptor" }] }],
  ["lp refuses and no job was begun", { "lp ": [{ code: 1, stderr: "lp: not accepting" }], "lpstat -W all": [jobs(3, 7)] }],
])("nothing is taken when %s", async (_what, answers) => {
  expect((await finish(answers)).error).toBeInstanceOf(NothingTaken);
});

test.each<[string, Record<string, Said[]>, RegExp]>([
  [
    "lp fails after a job was begun",
    { "lp ": [{ code: 1, stderr: "lp: broken" }], "lpstat -W all": [jobs(7), jobs(7, 8)] },
    /broken/,
  ],
  [
    "lp fails and nobody can look",
    { "lp ": [{ code: 1, stderr: "lp: broken" }], "lpstat -W all": [jobs(7), { code: 1 }] },
    /broken/,
  ],
  ["lp tells no name", { "lp ": [{ stdout: "" }], "lpstat -W all": [jobs(7), jobs(7, 8)] }, /did not take/],
  [
    "somebody takes the job out of the queue",
    {
      "lp ": [{ stdout: "request id is till-8 (0 file(s))" }],
      "lpstat -l -W completed": [{ stdout: `${jobs(8).stdout}\tStatus: \n\tAlerts: job-canceled-by-user\n\tqueued for till\n` }],
    },
    /gave the job up: job-canceled-by-user/,
  ],
])("nobody can say when %s", async (_what, answers, why) => {
  const { error } = await finish(answers);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(NothingTaken);
  expect((error as Error).message).toMatch(why);
});

test("another job's trouble is not ours", async () => {
  const theirs = "till-7 root 1024 now\n\tAlerts: aborted-by-system\n\tqueued for till\n";
  const ours = "till-8 root 1024 now\n\tStatus: \n\tAlerts: processing-to-stop-point\n\tqueued for till\n";
  const answers = {
    "lp ": [{ stdout: "request id is till-8 (0 file(s))" }],
    "lpstat -l -W completed": [{ stdout: theirs + ours }],
  };
  expect((await finish(answers)).error).toBeUndefined();
});

test("without CUPS's programs the problem says what to install", async () => {
  const { driver } = aProgram({ "lpstat -a": [{ code: 127, stderr: "env: 'lpstat': No such file or directory" }] });
  await expect(driver.open(new URL("cups:///till"), systemClock, never)).rejects.toMatchObject({
    code: "printer-address",
    detail: { hint: expect.stringContaining("cups-client") },
  });
});

async function meet(queue: string) {
  const server = await aCups();
  const printer = await new FakePrinter({ answer: () => undefined, frame: undefined }).listen();
  server.addQueue(queue, printer.port);
  const talk = talkTo(new URL(`cups:///${queue}`), { capabilities: oneWay, patience, clock: systemClock });
  const close = async () => {
    await talk.conversation.close();
    await printer.close();
  };
  const waiting = () => server.run("lpstat", "-W", "not-completed", "-o", queue);
  return { server, printer, talk, close, waiting };
}

testOn(noCups, "a slip through a raw queue arrives as it is, and is sent, never printed", async () => {
  const { printer, talk, close } = await meet("plain");
  expect(await talk.print({ pieces: [rows(3_000)] })).toEqual({ result: "sent" });
  expect(printer.received.toString("latin1")).toBe(`\x1b@\x1daO${"x".repeat(3_000)}`);
  expect(talk.conversation.condition).toMatchObject({ state: "unknown", faults: [] });
  await close();
});

testOn(noCups, "a stopped queue gets nothing, and is printed on when it is started again", async () => {
  const { server, printer, talk, close } = await meet("stopped");
  await talk.tend();
  server.run("cupsdisable", "stopped");
  expect(await talk.print()).toEqual({ result: "not-started", fault: "unreachable" });
  expect(await talk.print()).toEqual({ result: "not-started", fault: "unreachable" });
  expect(talk.conversation.condition.faults).toEqual(["unreachable"]);
  server.run("cupsenable", "stopped");
  expect(await talk.print({ pieces: [rows(9)] })).toEqual({ result: "sent" });
  // What a refused job may have left in the printer's way is filled up before the next.
  expect(printer.rowBytes).toBe(9);
  await close();
});

testOn(noCups, "a job that does not leave the queue is uncertain, and is taken out of it", async () => {
  const { server, printer, talk, close, waiting } = await meet("stuck");
  printer.stopReading();
  expect(await talk.print({ pieces: [rows(20_000_000)] })).toEqual({ result: "uncertain", reason: "Nothing moved any more." });
  await until(() => waiting() === "");
  expect(server.run("lpstat", "-l", "-W", "completed", "-o", "stuck")).toContain("cancel");
  await close();
});

for (const policy of ["retry-job", "stop-printer", "abort-job"]) {
  testOn(noCups, `a printer that resets in mid-job gets no full copy behind our back from a queue with ${policy}`, async () => {
    const { server, printer, talk, close, waiting } = await meet(policy);
    server.run("lpadmin", "-p", policy, "-o", `printer-error-policy=${policy}`);
    printer.afterRows(100, () => printer.reset());
    const reason = expect.stringMatching(
      /^The job did not get through: the print queue (holds the job|is stopped|gave the job up): /,
    );
    expect(await talk.print({ pieces: [rows(5_000_000)] })).toEqual({ result: "uncertain", reason });
    await until(() => waiting() === "");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(printer.rowBytes).toBeLessThan(5_000_000);
    await close();
  });
}
