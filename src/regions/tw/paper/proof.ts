import type { InvoiceRecord } from "../../../invoice/record.ts";
import type { Block } from "../../../receipt/blocks.ts";
import type { PaperOptions } from "../../region.ts";
import { periodLabel } from "../calendar.ts";

/**
 * 電子發票證明聯 in the binding order of 附件一 (spec/taiwan.md 6.4). The law allows no extra lines between the title and
 * the codes, so the shop's own text stands above or below.
 */
export function proofSlip(record: InvoiceRecord, { copy, shopPaper }: Pick<PaperOptions, "copy" | "shopPaper">): Block[] {
  const { buyer, seller } = record;
  return [
    { kind: "text", text: shopPaper.logoLine || seller.name, size: "name", align: "centre" },
    { kind: "text", text: title(record, copy), size: "title", align: "centre" },
    { kind: "text", text: periodLabel(record.period), size: "title", align: "centre" },
    { kind: "text", text: displayNumber(record.number), size: "title", align: "centre" },
    line(localSecond(record.issuedAt), buyer ? "格式 25" : ""),
    line(`隨機碼 ${record.randomCode}`, `總計 ${record.total}`),
    line(`賣方 ${seller.businessId}`, buyer ? `買方 ${buyer.businessId}` : ""),
    { kind: "code39", data: record.codes.barcode },
    { kind: "qr-pair", left: record.codes.qrLeft, right: record.codes.qrRight },
    ...[till(record), ...shopPaper.footer].filter((text) => text !== "").map((text): Block => ({ kind: "text", text })),
    foot,
  ];
}

/** `AB-11223344` */
export function displayNumber(number: string): string {
  return `${number.slice(0, 2)}-${number.slice(2)}`;
}

/** A donated invoice hides its last three digits: whoever finds the paper must not claim the prize (spec/taiwan.md 6.5). */
export function shownNumber({ number, donation }: Pick<InvoiceRecord, "number" | "donation">): string {
  return donation === null ? displayNumber(number) : `${displayNumber(number).slice(0, -3)}***`;
}

/** `2026-11-22 14:03:05` */
export function localSecond(issuedAt: string): string {
  return issuedAt.slice(0, 19).replace("T", " ");
}

/** A line with something at its left end, and something at its right one where there is anything. */
export function line(left: string, right: string): Block {
  return right === "" ? { kind: "text", text: left } : { kind: "columns", left, right };
}

/** White paper below the last line, or the knife would stand on it. */
export const foot: Block = { kind: "gap", heightDots: 16 };

/** A text line where there is anything to say. */
export function optional(text: string | undefined): Block[] {
  return text ? [{ kind: "text", text }] : [];
}

/** Which till and which order, as the POS named them. */
export function till({ terminal, orderId }: InvoiceRecord): string {
  return [terminal && `機 ${terminal}`, orderId && `單 ${orderId}`].filter(Boolean).join("　");
}

/** What marks paper that does not count. */
export function testMark({ environment }: Pick<InvoiceRecord, "environment">): string {
  return environment === "live" ? "" : "測試";
}

function title(record: InvoiceRecord, copy: number): string {
  return `${testMark(record)}電子發票證明聯${copy > 0 ? "補印" : ""}`;
}
