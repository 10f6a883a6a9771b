import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { type Log, silentLog } from "../../src/base/log.ts";
import { Problem } from "../../src/base/problem.ts";
import { DocumentPress } from "../../src/documents/press.ts";
import { sheetLines } from "../../src/documents/sheet-lines.ts";
import type { Sheet } from "../../src/regions/sheet.ts";
import { aRecord, aSheet, manyLines } from "./a-sheet.ts";
import { readPdf } from "./read-pdf.ts";

vi.setConfig({ testTimeout: 120_000 });

const sheetOf = (lines: number): Sheet => aSheet(aRecord({ lines: manyLines(lines) }));

/** The children of this process that draw, by what the system says of them. */
function children(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => stat(pid)?.split(") ")[1]?.split(" ")[1] === String(process.pid))
    .filter((pid) => read(`/proc/${pid}/cmdline`)?.includes("draw.ts"));
}
const stat = (pid: string) => read(`/proc/${pid}/stat`);
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

async function refusalOf(work: Promise<unknown>): Promise<Problem> {
  const refused = await work.catch((error: unknown) => error);
  if (refused instanceof Problem) return refused;
  throw new Error("nothing was refused");
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("a child that draws", () => {
  test("draws 9,999 lines within its limits, and leaves this process as small as it was", async () => {
    const press = new DocumentPress(silentLog);
    const before = process.memoryUsage();
    const pdf = await press.pdfOf(sheetOf(9999));
    const after = process.memoryUsage();
    expect(pdf.length).toBeLessThan(2_000_000);
    const { pages } = readPdf(pdf);
    expect(pages.length).toBeGreaterThan(250);
    expect(pages.at(-1)!.join("\n")).toContain("9999");
    // The record itself, its lines and the file; a font alone would be seven megabytes and pdfkit some dozens.
    expect(after.external - before.external).toBeLessThan(6_000_000);
  });

  test("is killed when it takes too long, and nothing of it is left", async ({ skip }) => {
    if (process.platform !== "linux") skip("only Linux lists its processes in /proc");
    const press = new DocumentPress(silentLog, { ms: 30 });
    const refused = await refusalOf(press.pdfOf(sheetOf(1)));
    expect(refused).toMatchObject({
      code: "document-failed",
      message: "The document could not be drawn: it took longer than 30 ms.",
    });
    expect(children()).toEqual([]);
  });

  test("is killed when it wants more memory than it may have", async () => {
    const press = new DocumentPress(silentLog, { heapMb: 8 });
    expect(await refusalOf(press.pdfOf(sheetOf(1)))).toMatchObject({ code: "document-failed" });
  });

  test("is killed when it writes more than it may", async () => {
    const press = new DocumentPress(silentLog, { outputBytes: 1000 });
    expect(await refusalOf(press.pdfOf(sheetOf(1)))).toMatchObject({ message: expect.stringContaining("more than 1000 bytes") });
  });

  test("says in the log where it failed, and nothing of what it was drawing", async () => {
    const logged: unknown[] = [];
    const log: Log = { ...silentLog, error: (event, facts) => logged.push(event, facts) };
    const sheet = { ...sheetOf(1), title: "私の秘密", about: { ...sheetOf(1).about, madeAt: "no time" } };
    const refused = await refusalOf(new DocumentPress(log).pdfOf(sheet));
    expect(refused).toMatchObject({ code: "document-failed", detail: { hint: expect.stringContaining("Try again") } });
    expect(JSON.stringify(logged)).toMatch(/RangeError.*draw/);
    expect(JSON.stringify([logged, refused.message])).not.toMatch(/私の秘密|no time/);
  });

  test("is given no half sheet: when its lines cannot be made, there is no document", async () => {
    const rows = function* () {
      yield ["1"];
      throw new Error("a line too many");
    };
    const refused = await refusalOf(new DocumentPress(silentLog).pdfOf({ ...sheetOf(1), rows: rows() }));
    expect(refused).toMatchObject({ code: "document-failed", message: expect.stringContaining("lines could not be made") });
  });
});

describe("the press", () => {
  test("runs two children at once, the others wait, and what is too much is refused with when to ask again", async ({ skip }) => {
    if (process.platform !== "linux") skip("only Linux lists its processes in /proc");
    const press = new DocumentPress(silentLog, { waiting: 2 });
    const asked = [1, 2, 3, 4].map(() => press.pdfOf(sheetOf(1)));
    expect(await refusalOf(press.pdfOf(sheetOf(1)))).toMatchObject({ code: "documents-busy", detail: { retryAfterSeconds: 5 } });
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, children().length)), 20);
    const drawn = await Promise.all(asked.map((one) => one.then(() => press.pdfOf(sheetOf(1)))));
    clearInterval(watching);
    expect(most).toBe(2);
    expect(new Set(drawn.map((pdf) => Buffer.from(pdf).toString("latin1"))).size).toBe(1);
  });

  test("a failed document gives its turn to the next", async () => {
    const press = new DocumentPress(silentLog, { atOnce: 1 });
    const broken = refusalOf(press.pdfOf({ ...sheetOf(1), about: { ...sheetOf(1).about, madeAt: "no time" } }));
    const whole = press.pdfOf(sheetOf(1));
    expect(await broken).toMatchObject({ code: "document-failed" });
    expect((await whole).length).toBeGreaterThan(1000);
  });

  test("takes its children along when it stops", async ({ skip }) => {
    if (process.platform !== "linux") skip("only Linux lists its processes in /proc");
    const press = new DocumentPress(silentLog);
    const refused = refusalOf(press.pdfOf(sheetOf(1)));
    await until(() => children().length === 1);
    await press.stop();
    expect(children()).toEqual([]);
    expect(await refused).toMatchObject({ message: expect.stringContaining("it was stopped") });
  });
});

test("a sheet's rows are made while they are asked for", () => {
  let made = 0;
  const rows = function* () {
    for (;;) yield [String(made++)];
  };
  const lines = sheetLines({ ...sheetOf(1), rows: rows() });
  for (let taken = 0; taken < 4; taken++) lines.next();
  expect(made).toBe(3);
});
