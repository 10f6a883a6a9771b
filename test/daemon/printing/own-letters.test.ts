import { expect, test } from "vitest";
import { jobOf, slipJobId, ticketJobId } from "../../../src/daemon/printing/job-id.ts";
import { scan } from "../../receipt/scanner.ts";
import { aPrinter } from "../../rehearsal/bench.ts";
import { aSale } from "../../till/a-till.ts";
import { aCounter, aWire, until } from "../tickets/a-counter.ts";

const hybrid = { encoding: "hybrid", text: "cp950" } as const;

/** The paper of a company's sale, its cancellation and a test page, on a printer that is spoken to so. */
async function papersOf(printer: object) {
  const wire = aWire();
  await using till = await aCounter(wire, {}, printer);
  const sale = aSale({ buyer: { businessId: "12345675" }, lines: [{ name: "珍珠奶茶 堃記", quantity: 2, unitPrice: 65 }] });
  const { id, codes } = await (await till.post("/v1/sales", sale)).json();
  till.till.start();
  await until(() => till.home.ledger.slips.find(2)?.state === "sent");
  await till.post(`/v1/invoices/${id}/cancel`, { reason: "測試作廢" });
  await till.post("/v1/printers/front/test", {});
  await until(() => till.home.ledger.slips.find(4)?.state === "sent");
  const bench = aPrinter();
  void bench.send(wire.bytes());
  await bench.clock.wind(3_600_000);
  const { items, unknown } = bench.machine.journal;
  const texts = items.filter(({ kind }) => kind === "text").map(({ text = "" }) => text.trim());
  return { bytes: wire.bytes().length, pieces: bench.pieces, texts, unknown, codes };
}

test("every paper comes out in the printer's own letters where its configuration says so", async () => {
  const { pieces, texts, unknown, codes } = await papersOf(hybrid);
  expect([pieces.length, unknown]).toEqual([4, []]);
  expect(texts.join("|")).toMatch(/電子發票證明聯.*交易明細.*作廢.*印表機測試頁/);
  const read = await scan(pieces[0]!);
  expect([read.bars, read.squares]).toEqual([[codes.barcode], [codes.qrLeft, codes.qrRight]]);
  expect(texts.join("|")).not.toContain("珍珠奶茶"); // its line has a character the ROM lacks, and is drawn whole
});

test("the same papers in dots are more than twice as long", async () => {
  const [said, drawn] = [await papersOf(hybrid), await papersOf({})];
  expect(drawn.pieces.length).toBe(4);
  expect(drawn.texts).toEqual([]);
  expect(drawn.bytes / said.bytes).toBeGreaterThan(2);
});

test("a job's id says whether it was a slip or a ticket, and which", () => {
  for (const id of [1, 93, 94, 123_456, 39_000_000]) {
    expect(jobOf(slipJobId(id))).toEqual({ kind: "slip", id });
    expect(jobOf(ticketJobId(id))).toEqual({ kind: "ticket", id });
    expect(slipJobId(id)).toMatch(/^[ -}]{4}$/);
    expect(ticketJobId(id)).toMatch(/^[ -}]{4}$/);
  }
});
