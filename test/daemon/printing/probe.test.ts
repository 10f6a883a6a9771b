import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { printerAdvice } from "../../../src/daemon/printing/printer-advice.ts";
import { driverOf } from "../../../src/drivers/drivers.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

interface Probe {
  readonly answersStatus: boolean;
  readonly sendsStatus: boolean;
  readonly echoesId: boolean;
  readonly answersPaperStatus: boolean;
  readonly clearsBuffer: boolean;
  readonly maker: string | null;
  readonly advice: readonly string[];
}

async function withPrinter(
  model: keyof typeof models,
  work: (till: TestTill, printer: VirtualPrinter) => Promise<void>,
  configured: object = { model: "generic-58" },
) {
  const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, model: models[model] });
  const config = { printers: [{ name: "front", url: printer.url, ...configured }] };
  const till = await aTill({ config, world: { clock: systemClock, driverOf } });
  try {
    await work(till, printer);
  } finally {
    await till.till.stop();
    await till[Symbol.asyncDispose]();
    await printer.close();
  }
}
const probe = (till: TestTill) => till.post<Probe>("/v1/admin/printers/front/probe", {});

describe("a probe sees what each printer really does", () => {
  test.each(Object.keys(models) as (keyof typeof models)[])("%s", async (name) => {
    const { answers, maker } = models[name];
    await withPrinter(name, async (till) => {
      const answer = await probe(till);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({
        answersStatus: answers.realTimeStatus,
        sendsStatus: answers.automaticStatus,
        echoesId: answers.processId,
        answersPaperStatus: answers.paperStatus,
        maker: answers.identity ? maker : null,
      });
    });
  }, 20_000);
});

test("what was seen counts from the very next slip on, and after a restart: a generic printer's slips become `printed` by their id", async () => {
  await withPrinter("virtual-58", async (till) => {
    expect(till.till.printers.get("front")!.capabilities).toMatchObject({ answers: "unknown", confirms: "paper-status" });
    await probe(till);
    expect(till.till.printers.get("front")!.capabilities).toMatchObject({
      answers: "yes",
      confirms: "process-id",
      clearsBuffer: true,
    });
    const { probed } = till.home.ledger.printerSettings.of("front");
    expect(JSON.parse(probed!)).toMatchObject({ echoesId: true });
    expect(till.home.ledger.journal.newestOf("printer-probe")).toBeDefined();
    till.till.start();
    const sold = await (await till.post<{ slip: { state: string; confirms: string } }>("/v1/sales?wait=paper", aSale())).json();
    expect(sold.slip).toMatchObject({ state: "printed" });
  });
});

test("a printer that is to use letters of its own is spoken to in dots until it told a probe which they are", async () => {
  await withPrinter(
    "virtual-58",
    async (till, printer) => {
      const typed = () => printer.machine.journal.items.filter(({ kind }) => kind === "text").length;
      till.till.start();
      await till.post("/v1/sales?wait=paper", aSale());
      expect([printer.machine.journal.cuts.length, typed()]).toEqual([1, 0]);
      expect((await probe(till)).status).toBe(200);
      await till.post("/v1/sales?wait=paper", aSale());
      expect(printer.machine.journal.cuts.length).toBe(2);
      expect(typed()).toBeGreaterThan(5);
    },
    { model: "generic-58", encoding: "hybrid" },
  );
});

test("nothing is asked while paper is doubtful, nor where the printer is not well, and then nothing is learnt", async () => {
  await withPrinter("virtual-58", async (till, printer) => {
    const { ledger } = till.home;
    await till.post("/v1/sales", aSale());
    await ledger.write(() =>
      ledger.slips.move(ledger.slips.move(ledger.slips.find(1)!, "start", { at: 0 })!, "broke", { at: 0 }),
    );
    expect(await problemOf(await probe(till))).toMatchObject({ status: 409, code: "printer-unsettled" });
    await till.post("/v1/slips/1/settle", { outcome: "on-paper", powerCycled: true });
    printer.machine.setFault("cover-open");
    expect(await problemOf(await probe(till))).toMatchObject({
      code: "printer-unsettled",
      detail: expect.stringContaining("cover-open"),
    });
    expect(ledger.printerSettings.of("front").probed).toBeNull();
  });
});

test("the advice names the model and the letters, and is silent where all is as it should be", () => {
  const seen = { answersStatus: true, sendsStatus: true, echoesId: true, answersPaperStatus: true, clearsBuffer: true };
  const epson = { ...seen, maker: "EPSON", model: "TM-T82II", font: "TRADITIONAL CHINESE BIG-5" };
  const named = { name: "front", url: "tcp://x", model: "generic-80" } as const;
  expect(printerAdvice(epson, named).join(" ")).toMatch(/epson-203-80.*encoding: hybrid/);
  expect(printerAdvice(epson, { ...named, model: "epson-203-80", encoding: "hybrid" })).toEqual([]);
  expect(printerAdvice(epson, { ...named, model: "epson-203-80", text: "gb18030" })[0]).toContain("set `text: cp950`");
  expect(printerAdvice({ ...epson, font: null }, { ...named, encoding: "hybrid" }).at(-1)).toContain("stay dots");
  const mute = { answersStatus: false, sendsStatus: false, echoesId: false, answersPaperStatus: false, clearsBuffer: false };
  expect(printerAdvice({ ...mute, maker: null, model: null, font: null }, named)[0]).toContain("`sent`");
});

test("a page to be judged by eye comes out behind the questions, once, where it is asked for", async () => {
  await withPrinter("virtual-58", async (till, printer) => {
    expect(printer.machine.journal.cuts).toHaveLength(0);
    expect((await till.post("/v1/admin/printers/front/probe?page=true", {})).status).toBe(200);
    expect(printer.machine.journal.cuts).toHaveLength(1);
  });
});
