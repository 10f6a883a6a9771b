import { describe, expect, test } from "vitest";
import { issue } from "../../../../src/invoice/invoice.ts";
import type { InvoiceRecord } from "../../../../src/invoice/record.ts";
import type { Sale } from "../../../../src/invoice/sale.ts";
import { allow, undo } from "../../../../src/invoice/undoing.ts";
import type { Block } from "../../../../src/receipt/blocks.ts";
import type { PaperOptions } from "../../../../src/regions/region.ts";
import { twLaw } from "../../../../src/regions/tw/law/law.ts";
import { tw } from "../../../../src/regions/tw/tw.ts";

const law = twLaw(Buffer.alloc(16));
const soldAt = Date.parse("2026-11-22T14:03:05+08:00") / 1000;
const undoneAt = soldAt + 3600;

function anInvoice(more: Partial<Sale> = {}): InvoiceRecord {
  const sale: Sale = {
    lines: [{ name: "影印紙 A4", quantity: "5", unitPrice: "89", unit: "包", taxType: "taxable" }],
    pricesIncludeTax: true,
    ...more,
  };
  const allotment = { number: "TS00000007", period: "11512", randomCode: "0412" };
  const request = { client: "test", id: "POS1-1" };
  return issue({ sale, allotment, atSeconds: soldAt, seller: tw.demo.seller, environment: "live", request }, law);
}

const options = (invoice: InvoiceRecord, more: Partial<PaperOptions> = {}): PaperOptions => ({
  ...tw.demo,
  copy: 0,
  environment: "live",
  invoice,
  ...more,
});

function noteOf(invoice: InvoiceRecord, act: "cancel" | "withdraw", more: Partial<PaperOptions> = {}): Block[] {
  const record = undo(invoice, { act, reason: "退貨", atSeconds: undoneAt }, law);
  return [...tw.papers[`${act}-note`](record, options(invoice, more))];
}

const textOf = (blocks: Iterable<Block>) =>
  [...blocks].map((block) => ("text" in block ? block.text : block.kind === "columns" ? `${block.left} ${block.right}` : ""));

describe("the note of a cancellation or withdrawal", () => {
  test("says what was undone, when and why, and what becomes of the slip", () => {
    const lines = textOf(noteOf(anInvoice(), "cancel"));
    for (const line of [
      "發票作廢說明",
      "TS-00000007",
      "開立 2026-11-22 14:03:05",
      "作廢 2026-11-22 15:03:05",
      "總計 445",
      "原因 退貨",
    ])
      expect(lines).toContain(line);
    expect(lines).toContain("收回之證明聯蓋作廢章併存。");
    expect(textOf(noteOf(anInvoice(), "withdraw"))).toContain("發票註銷說明");
  });

  test("has no code, so that nobody takes it for a proof slip, and says that it is none", () => {
    for (const act of ["cancel", "withdraw"] as const) {
      const blocks = noteOf(anInvoice(), act);
      expect(blocks.some(({ kind }) => kind === "code39" || kind === "qr-pair")).toBe(false);
      expect(textOf(blocks).join()).not.toContain("隨機碼");
      expect(textOf(blocks)).toContain("本單非電子發票證明聯。");
    }
  });

  test("hides the last digits of a donated invoice, and asks nobody for a slip that never was", () => {
    const lines = textOf(noteOf(anInvoice({ donation: "168001" }), "cancel"));
    expect(lines).toContain("TS-00000***");
    expect(lines.join()).not.toContain("作廢章");
  });

  test("is marked as a test anywhere but in a live shop, and as a copy when it is one", () => {
    expect(textOf(noteOf(anInvoice(), "cancel", { environment: "rehearsal", copy: 1 }))).toContain("測試發票作廢說明補印");
  });
});

describe("the form of an allowance", () => {
  const invoice = anInvoice({ buyer: { businessId: "04595257", name: "測試股份有限公司" } });
  const asking = { allowanceNumber: "1512TS0000000701", asks: [{ line: 1, quantity: "2" }], earlier: [], reason: "部分退貨" };
  const record = allow(invoice, { ...asking, atSeconds: undoneAt }, law);

  test("names both sides, the invoice, the goods without tax, the tax, the sum, and leaves room for a signature", () => {
    const lines = textOf(tw.papers.allowance(record, options(invoice)));
    for (const line of [
      "進貨退出或折讓證明單",
      "單號 1512TS0000000701",
      "賣方 12345675",
      "買方 04595257",
      "原發票 TS-00000007",
      `銷售額合計(未稅) ${record.amount}`,
      `營業稅額合計 ${record.tax}`,
      `退還總額 ${record.total}`,
      "買受人簽章",
    ])
      expect(lines).toContain(line);
  });

  test("calls a buyer without a number a consumer", () => {
    expect(textOf(tw.papers.allowance({ ...record, buyer: null }, options(invoice)))).toContain("買方 消費者");
  });
});

test("a printer's test page says that it is no invoice, and its codes are as large as an invoice's", () => {
  const record = { format: 1, printer: "front", model: "virtual", testedAt: "2026-11-22T14:03:05+08:00" } as const;
  const blocks = [...tw.papers.test(record, options(anInvoice()))];
  expect(textOf(blocks)).toContain("不是電子發票");
  expect(blocks).toContainEqual({ kind: "code39", data: expect.stringMatching(/^[0-9A-Z-]{19}$/) });
  expect(blocks.some(({ kind }) => kind === "qr-pair")).toBe(true);
});
