import { describe, expect, test, vi } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import type { DocumentJob, HandOver, JobNews } from "../../../src/drivers/document/document-driver.ts";
import { documentDriverOf } from "../../../src/drivers/document/document-drivers.ts";
import { ipp } from "../../../src/drivers/document/ipp.ts";
import { WoundClock } from "../../wound-clock.ts";
import { freePort } from "../benches/free-port.ts";
import { fakeIppPrinter } from "./fake-ipp-printer.ts";

vi.setConfig({ testTimeout: 30_000 });

const job: DocumentJob = {
  pdf: Buffer.from("%PDF-1.3 not really %%EOF"),
  title: "發票 1",
  copies: 3,
  paper: "A4",
  duplex: "long",
};
const wire = { clock: systemClock, signal: new AbortController().signal };
const refused = (handed: HandOver) => (handed.result === "accepted" ? [] : handed.reasons);

async function newsAfter(handed: HandOver): Promise<JobNews> {
  if (handed.result !== "accepted" || !handed.ask) throw new Error(`it is ${handed.result}`);
  return handed.ask(wire);
}

describe("a printer that takes the job", () => {
  test("gets the whole document, with copies, paper and sides", async () => {
    await using printer = await fakeIppPrinter();
    expect(await ipp.handOver(printer.url, job, wire)).toMatchObject({ result: "accepted" });
    const [taken] = printer.jobs;
    expect(taken!.pdf.equals(Buffer.from(job.pdf))).toBe(true);
    expect(Object.fromEntries(taken!.attributes)).toMatchObject({
      "printer-uri": [printer.url.href],
      "job-name": ["發票 1"],
      "document-format": ["application/pdf"],
      copies: ["3"],
      media: ["iso_a4_210x297mm"],
      sides: ["two-sided-long-edge"],
    });
  });

  test.each([
    [[9], [], "completed"],
    [[5], ["job-printing"], "under-way"],
    [[3], [], "under-way"],
    [[8], ["aborted-by-system"], "failed"],
    [[7], ["job-canceled-at-device"], "failed"],
  ] as const)("says of state %j that the job is %s", async (states, reasons, state) => {
    await using printer = await fakeIppPrinter({
      jobStates: [...states],
      jobReasons: reasons.length > 0 ? [...reasons] : ["none"],
    });
    expect(await newsAfter(await ipp.handOver(printer.url, job, wire))).toEqual({ state, reasons });
  });

  test("names what keeps it waiting: an empty tray is the printer's reason, not the job's", async () => {
    await using printer = await fakeIppPrinter({
      jobStates: [6],
      jobReasons: ["printer-stopped"],
      printerReasons: ["media-empty-error", "door-open"],
    });
    const handed = await ipp.handOver(printer.url, job, wire);
    expect(await newsAfter(handed)).toEqual({
      state: "under-way",
      reasons: ["printer-stopped", "media-empty-error", "door-open"],
    });
  });

  test("may forget a job, or fall silent, and neither is taken for its end", async () => {
    await using printer = await fakeIppPrinter();
    const handed = await ipp.handOver(printer.url, job, wire);
    printer.behaviour.manner = "forgets";
    expect(await newsAfter(handed)).toEqual({ state: "forgotten", reasons: [] });
    for (const manner of ["reset", "garbage", "http-error", "endless"] as const) {
      printer.behaviour.manner = manner;
      expect(await newsAfter(handed), manner).toMatchObject({ state: "silent" });
    }
  });
});

describe("a printer that does not take it", () => {
  test("says why, and trying again does no harm", async () => {
    await using printer = await fakeIppPrinter({ printStatus: 0x040a, statusMessage: "no PDF here" });
    expect(await ipp.handOver(printer.url, job, wire)).toEqual({
      result: "refused",
      reasons: ["ipp-status-0x040a", "no PDF here"],
    });
    printer.behaviour.manner = "http-error";
    expect(await ipp.handOver(printer.url, job, wire)).toEqual({ result: "refused", reasons: ["http-status-401"] });
  });

  test("that is not there is refused at once", async () => {
    const gone = new URL(`ipp://127.0.0.1:${await freePort()}/ipp/print`);
    expect(await ipp.handOver(gone, job, wire)).toEqual({ result: "refused", reasons: ["ECONNREFUSED"] });
  });

  test.each(["reset", "garbage", "endless"] as const)("%s: some of it had left, so it may come out or not", async (manner) => {
    await using printer = await fakeIppPrinter({ manner });
    expect((await ipp.handOver(printer.url, job, wire)).result).toBe("broke");
  });

  test("that never answers is given up after a minute", async () => {
    await using printer = await fakeIppPrinter({ manner: "silent" });
    const clock = new WoundClock();
    const handing = ipp.handOver(printer.url, job, { ...wire, clock });
    while (printer.asked.length === 0) await systemClock.sleep(5);
    await clock.wind(60_000);
    expect(refused(await handing)).toEqual(["gave up after 60000 ms"]);
  });
});

test("an address of another kind has no way", () => {
  expect(() => documentDriverOf(new URL("tcp://127.0.0.1:9100"))).toThrow("No system printer");
  expect(() => documentDriverOf(new URL("constructor://x"))).toThrow("No system printer");
});
