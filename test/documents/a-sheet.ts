import { issue } from "../../src/invoice/invoice.ts";
import type { InvoiceRecord } from "../../src/invoice/record.ts";
import type { Sale } from "../../src/invoice/sale.ts";
import type { Sheet, SheetOptions } from "../../src/regions/sheet.ts";
import { tw } from "../../src/regions/tw/tw.ts";
import { aLine, aSale } from "../regions/tw/a-sale.ts";

const law = tw.law("0f".repeat(16));
export const buyer = { businessId: "04595257", name: "測試股份有限公司", address: "臺北市內湖區測試路2號12樓之3" };

/** A company's sealed record with full defaults. */
export function aRecord(sale: Partial<Sale> = {}, more: Partial<InvoiceRecord> = {}): InvoiceRecord {
  const record = issue(
    {
      sale: aSale({ buyer, terminal: "POS1", orderId: "A-77", ...sale }),
      allotment: { number: "TS00000007", period: "11512", randomCode: "0412" },
      atSeconds: Date.parse("2026-11-22T14:03:05+08:00") / 1000,
      seller: tw.demo.seller,
      environment: "live",
      request: { client: "pos", id: "sale-1" },
    },
    law,
  );
  return { ...record, ...more };
}

export function aSheet(record = aRecord(), options: Partial<SheetOptions> = {}): Sheet {
  return tw.document(record, { kind: "content", copy: 0, status: "issued", footer: ["謝謝光臨"], ...options });
}

/** So many different lines, some of them with names that need more than one line of the page. */
export function manyLines(count: number) {
  return Array.from({ length: count }, (_, index) =>
    aLine({
      name:
        index % 7 === 3
          ? `超級無敵長的商品名稱含說明與規格（大）Extra long English words 與中文混排 ${index + 1}`
          : `品項${index + 1}號`,
      quantity: String(1 + (index % 5)),
      unitPrice: String(60 + (index % 9)),
      unit: "杯",
      ...(index % 11 === 5 && { remark: "少冰半糖" }),
    }),
  );
}
