import { expect, test } from "vitest";
import { loadFaces } from "../../../src/cli/installation.ts";
import type { PrinterDriver } from "../../../src/drivers/driver.ts";
import { layOut } from "../../../src/receipt/layout.ts";
import { regions } from "../../../src/regions/regions.ts";
import { aSale, type TestTill } from "../../till/a-till.ts";
import { anAlertedTill } from "./an-alerted-till.ts";

const minute = 60_000;
const config = { printers: [{ name: "front", url: "tcp://127.0.0.1:9" }] };

/** A printer whose cable is out. */
const unplugged: PrinterDriver = {
  open: async () => {
    throw new Error("nothing is there");
  },
} as unknown as PrinterDriver;

const attentions = ({ home }: TestTill) => home.ledger.slips.list([], 100).filter(({ document }) => document === "attention");

test("a printer that is down is told of after three minutes, worse after half an hour, and not again because of a restart", async () => {
  await using shop = await anAlertedTill({ config, driver: unplugged });
  await shop.till.post("/v1/sales", aSale());
  shop.till.till.printers.get("front")!.loop.start();
  for (const minutes of [2, 2, 28, 1]) {
    await shop.clock.wind(minutes * minute);
    await shop.turn();
  }
  await shop.restart();
  await shop.turn();
  shop.till.till.printers.get("front")!.loop.start();
  await shop.clock.wind(5 * minute);
  await shop.turn();
  const told = shop.heard.filter(({ code }) => code === "printer-down");
  expect(told.map(({ event, severity }) => `${event} ${severity}`)).toEqual(["raised warning", "worse critical"]);
  expect(told[0]?.message).toMatch(
    /Printer front has not printed since 2026-11-22 14:0\d \(it cannot be reached\); 1 papers wait/,
  );
  expect(await (await shop.till.get("/metrics")).text()).toContain('tillseal_printer_up{printer="front"} 0\n');
});

test("a doubtful slip is told of after ten minutes and mended when somebody settled it", async () => {
  await using shop = await anAlertedTill({ config, driver: unplugged });
  await shop.till.post("/v1/sales", aSale());
  const { ledger } = shop.till.home;
  const sending = await ledger.write(() => ledger.slips.move(ledger.slips.list(["waiting"], 1)[0]!, "start", { at: 0 })!);
  const at = Math.floor(shop.clock.now().getTime() / 1000);
  await ledger.write(() => ledger.slips.move(sending, "broke", { at, reason: "the cable was pulled" }));
  await shop.turn();
  expect(shop.heard).toEqual([]);
  await shop.clock.wind(11 * minute);
  await shop.turn();
  await shop.till.post(`/v1/slips/${sending.id}/settle`, { outcome: "on-paper" }, { "idempotency-key": "k" });
  await shop.turn();
  expect(shop.heard.map(({ code, event }) => `${code} ${event}`)).toEqual(["slip-uncertain raised", "slip-uncertain mended"]);
});

test("what is open is printed once a day: at the start, and with the first sale of another day, never at midnight", async () => {
  const settings = { ...config, alerts: { openingSlip: true } };
  await using shop = await anAlertedTill({ config: settings, driver: unplugged });
  await shop.turn();
  expect(attentions(shop.till)).toEqual([]);
  await shop.sell({ result: "rejected", code: "E0402", reason: "no" });
  await shop.turn();
  await shop.restart();
  await shop.turn();
  await shop.restart();
  await shop.turn();
  expect(attentions(shop.till)).toHaveLength(1);
  await shop.clock.wind(24 * 60 * minute);
  await shop.turn();
  expect(attentions(shop.till)).toHaveLength(1);
  await shop.sell();
  await shop.turn();
  await shop.sell();
  await shop.turn();
  expect(attentions(shop.till)).toHaveLength(2);
  const { journalSeq } = attentions(shop.till)[0]!;
  const record = JSON.parse(shop.till.home.ledger.journal.find(journalSeq)!.doc);
  expect(record.alerts.map(({ what }: { what: string }) => what).join()).toMatch(/平台退回 1 份 F0401，代碼 E0402/);
  expect(JSON.stringify(record)).not.toContain("ABC+123");
  const options = { copy: 0, shopPaper: { logoLine: "", footer: [] }, environment: "demo", invoice: null } as const;
  const blocks = [...regions.tw.papers.attention(record, { ...options, seller: regions.tw.demo.seller })];
  expect(JSON.stringify(blocks)).toMatch(/開店注意.*【緊急】平台退回 1 份.*→ 請看上傳清單/);
  expect(layOut(blocks, { widthDots: 384, columnDots: 384, dotsPerMm: 8 }, loadFaces()).heightDots).toBeGreaterThan(300);
});

test("a till that was not told to prints nothing at opening", async () => {
  await using shop = await anAlertedTill({ config, driver: unplugged });
  await shop.sell({ result: "rejected", code: "E0402", reason: "no" });
  await shop.restart();
  await shop.turn();
  expect(attentions(shop.till)).toEqual([]);
});
