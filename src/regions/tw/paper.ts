import type { InvoiceRecord } from "../../invoice/invoice.ts";
import type { Block } from "../../receipt/blocks.ts";
import type { ShopPaper } from "../region.ts";
import { periodLabel } from "./calendar.ts";

/**
 * 電子發票證明聯 in the binding order of 附件一 (spec/taiwan.md 6.4). The law allows no extra lines between the title and
 * the codes, so the shop's own text stands above or below.
 */
export function proofSlip(
  record: InvoiceRecord,
  { copy, shopPaper }: { readonly copy: number; readonly shopPaper: ShopPaper },
): Block[] {
  return [
    { kind: "text", text: shopPaper.logoLine || record.seller.name, size: "name", align: "centre" },
    { kind: "text", text: title(record, copy), size: "title", align: "centre" },
    { kind: "text", text: periodLabel(record.period), size: "title", align: "centre" },
    { kind: "text", text: displayNumber(record.number), size: "title", align: "centre" },
    { kind: "text", text: record.issuedAt.slice(0, 19).replace("T", " ") },
    { kind: "columns", left: `隨機碼 ${record.randomCode}`, right: `總計 ${record.total}` },
    { kind: "text", text: `賣方 ${record.seller.businessId}` },
    { kind: "code39", data: record.codes.barcode },
    { kind: "qr-pair", left: record.codes.qrLeft, right: record.codes.qrRight },
    ...footer(record, shopPaper),
  ];
}

/** `AB-11223344` */
export function displayNumber(number: string): string {
  return `${number.slice(0, 2)}-${number.slice(2)}`;
}

function title({ environment }: InvoiceRecord, copy: number): string {
  return `${environment === "live" ? "" : "測試"}電子發票證明聯${copy > 0 ? "補印" : ""}`;
}

function footer({ terminal, orderId }: InvoiceRecord, { footer }: ShopPaper): Block[] {
  const till = [terminal && `機 ${terminal}`, orderId && `單 ${orderId}`].filter((part) => part !== undefined && part !== "");
  return [...(till.length > 0 ? [till.join("　")] : []), ...footer].map((text) => ({ kind: "text", text }));
}
