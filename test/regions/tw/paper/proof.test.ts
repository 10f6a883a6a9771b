import { expect, test } from "vitest";
import { issue } from "../../../../src/invoice/invoice.ts";
import type { InvoiceRecord } from "../../../../src/invoice/record.ts";
import type { PaperOptions } from "../../../../src/regions/region.ts";
import { twLaw } from "../../../../src/regions/tw/law/law.ts";
import { tw } from "../../../../src/regions/tw/tw.ts";

const shopPaper = { logoLine: "測試茶舖", footer: ["謝謝光臨"] };
const options = { copy: 0, shopPaper, environment: "live", seller: tw.demo.seller, invoice: null } as const;
const proofOf = (...[record, more]: [InvoiceRecord, Partial<PaperOptions>?]) => [
  ...tw.papers.proof(record, { ...options, ...more }),
];

test("the proof slip has its lines in the binding order, and the shop's own text below the codes", () => {
  const blocks = proofOf(aRecord());
  expect(blocks).toMatchObject([
    { text: "測試茶舖" },
    { text: "測試電子發票證明聯" },
    { text: "115年11-12月" },
    { text: "TS-00000007" },
    { text: "2026-11-22 14:03:05" },
    { left: "隨機碼 0412", right: "總計 130" },
    { text: "賣方 12345675" },
    { kind: "code39", data: "11512TS000000070412" },
    { kind: "qr-pair" },
    { text: "機 POS1　單 A-77" },
    { text: "謝謝光臨" },
    { kind: "gap" },
  ]);
});

test("only a live home's slip goes without 測試 in its title", () => {
  const titleOf = (environment: InvoiceRecord["environment"]) => proofOf({ ...aRecord(), environment })[1];
  expect(titleOf("live")).toMatchObject({ text: "電子發票證明聯" });
  expect(titleOf("demo")).toMatchObject({ text: "測試電子發票證明聯" });
  expect(titleOf("rehearsal")).toMatchObject({ text: "測試電子發票證明聯" });
});

test("a copy is marked 補印 in its title, and the original never is", () => {
  const title = (copy: number) => proofOf({ ...aRecord(), environment: "live" }, { copy })[1];
  expect(title(0)).toMatchObject({ text: "電子發票證明聯" });
  expect(title(1)).toMatchObject({ text: "電子發票證明聯補印" });
});

test("without a line of the shop's own, the seller's name heads the slip", () => {
  expect(proofOf(aRecord(), { shopPaper: { logoLine: "", footer: [] } })[0]).toMatchObject({
    text: "測試茶舖有限公司",
  });
});

test("the demo's seller is a lawful seller", () => {
  expect(tw.sellerFaults(tw.demo.seller)).toEqual([]);
});

test("every fault of a seller is named at once", () => {
  const faults = tw.sellerFaults({ businessId: "12345678", name: "名".repeat(61), address: " " });
  expect(faults.map(({ path }) => path)).toEqual(["seller.businessId", "seller.name", "seller.address"]);
});

function aRecord(): InvoiceRecord {
  return issue(
    {
      sale: {
        pricesIncludeTax: true,
        lines: [{ name: "珍珠奶茶", quantity: "2", unitPrice: "65", taxType: "taxable" }],
        terminal: "POS1",
        orderId: "A-77",
      },
      allotment: { number: "TS00000007", period: "11512", randomCode: "0412" },
      atSeconds: Date.parse("2026-11-22T14:03:05+08:00") / 1000,
      seller: tw.demo.seller,
      environment: "demo",
      request: { client: "test", id: "1" },
    },
    twLaw(new Uint8Array(16)),
  );
}
