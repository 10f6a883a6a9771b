import type { InvoiceLine, InvoiceRecord } from "../../../invoice/record.ts";
import type { InvoiceStatus } from "../../../invoice/undoing.ts";
import type { Column, Entry, Sheet, SheetOptions } from "../../sheet.ts";
import { periodLabel } from "../calendar.ts";
import { taxMarks } from "../paper/details.ts";
import { displayNumber, localSecond, shownNumber, testMark } from "../paper/proof.ts";
import { capitalNumerals } from "./capital-numerals.ts";
import { figures } from "./figures.ts";

/** An invoice with its details on A4, for the buyer's books. Its content is that of proof and details slip (spec/taiwan.md 6.4, 6.6). */
export function invoiceSheet(record: InvoiceRecord, options: SheetOptions): Sheet {
  const number = options.kind === "proof" ? displayNumber(record.number) : shownNumber(record);
  const title = titleOf(record, options);
  return {
    language: "zh-TW",
    title,
    remarks: remarks(options),
    watermark: [testMark(record), undone[options.status]].filter(Boolean).join("　") || null,
    about: {
      title: `${title} ${number}`,
      author: record.seller.name,
      subject: periodLabel(record.period),
      madeAt: record.issuedAt,
    },
    runningHead: `${title}　${number}　${record.seller.name}`,
    facts: facts(record, number, options),
    parties: parties(record),
    codes:
      options.kind === "proof" ? { barcode: record.codes.barcode, left: record.codes.qrLeft, right: record.codes.qrRight } : null,
    columns: columns(record),
    rows: rows(record.lines),
    totals: totals(record),
    notes: [...(record.lines.some(({ taxType }) => taxType !== "taxable") ? [markNote] : []), ...options.footer],
  };
}

const undone: Readonly<Record<InvoiceStatus, string>> = { issued: "", cancelled: "作廢", withdrawn: "註銷" };
const markNote = "稅別：TX 應稅、TZ 零稅率、TS 特種稅額、空白 免稅。";

function titleOf(record: InvoiceRecord, { kind, copy }: SheetOptions): string {
  const reprint = copy > 0 ? "補印" : "";
  return `${testMark(record)}${kind === "proof" ? `電子發票證明聯${reprint}` : `發票內容副本／明細${reprint}`}`;
}

/** The paper says itself that it is no proof slip, for whoever meets it without its shop. */
function remarks({ kind, copy, status }: SheetOptions): string[] {
  return [
    ...(kind === "content" ? ["本件為電子發票內容之副本，非電子發票證明聯，不得據以兌獎。"] : []),
    ...(copy > 0 ? [`補印第 ${copy} 次`] : []),
    ...(status === "issued" ? [] : [`本發票已${undone[status]}。`]),
  ];
}

/**
 * A company may look its invoice up by its random code. A consumer's is worth a prize to whoever holds it, so it stands only on the
 * proof slip.
 */
function facts(record: InvoiceRecord, number: string, { kind }: SheetOptions): Entry[] {
  const { period, issuedAt, buyer, randomCode, terminal, orderId, revision } = record;
  return [
    entry("發票號碼", number),
    entry("期別", periodLabel(period)),
    entry("開立時間", localSecond(issuedAt)),
    ...(buyer || kind === "proof" ? [entry("隨機碼", randomCode)] : []),
    ...(buyer ? [entry("格式", "25")] : []),
    ...(kind === "proof" ? [entry("總計", String(record.total))] : []),
    ...(revision > 1 ? [entry("更正", `第 ${revision - 1} 次`)] : []),
    ...(terminal === undefined ? [] : [entry("機號", terminal)]),
    ...(orderId === undefined ? [] : [entry("單號", orderId)]),
  ];
}

function parties({ seller, buyer }: InvoiceRecord): Sheet["parties"] {
  const sold = {
    title: "賣方",
    entries: [entry("名稱", seller.name), entry("統一編號", seller.businessId), entry("地址", seller.address)],
  };
  if (!buyer) return [sold, { title: "買方", entries: [entry("名稱", "消費者")] }];
  return [
    sold,
    {
      title: "買方",
      entries: [
        ...(buyer.name ? [entry("名稱", buyer.name)] : []),
        entry("統一編號", buyer.businessId),
        ...(buyer.address ? [entry("地址", buyer.address)] : []),
      ],
    },
  ];
}

/** Prices stand as the customer saw them: with tax for consumers, as the shop asked for companies. The heading says which. */
function columns({ buyer, pricesIncludeTax }: InvoiceRecord): Column[] {
  const footing = !buyer || pricesIncludeTax ? "含稅" : "未稅";
  return [
    { title: "序", share: 34, align: "right" },
    { title: "品名", share: 214, align: "left" },
    { title: "數量", share: 62, align: "right" },
    { title: "單位", share: 38, align: "centre" },
    { title: `單價(${footing})`, share: 72, align: "right" },
    { title: `金額(${footing})`, share: 72, align: "right" },
    { title: "稅別", share: 30, align: "centre" },
  ];
}

function* rows(lines: readonly InvoiceLine[]): Generator<string[]> {
  for (const [index, { name, quantity, unit, unitPrice, amount, taxType, remark }] of lines.entries()) {
    const named = remark === undefined ? name : `${name}\n${remark}`;
    yield [String(index + 1), named, figures(quantity), unit ?? "", figures(unitPrice), figures(amount), taxMarks[taxType]];
  }
}

/** A consumer sees one total; a company's accountant needs its parts. */
function totals({ buyer, taxType, taxRate, sales, zeroRated, exempt, tax, total, lines }: InvoiceRecord): Entry[] {
  const taxed = taxType === "special" ? "特種" : "應稅";
  const parts = [
    entry(`銷售額(${taxed})`, figures(sales)),
    entry("銷售額(零稅率)", figures(zeroRated)),
    entry("銷售額(免稅)", figures(exempt)),
    entry(`營業稅${tax === 0 ? "" : ` ${percent(taxRate)}`}`, figures(tax)),
  ];
  return [
    entry("項數", figures(lines.length)),
    ...(buyer ? parts : []),
    { label: "總計", value: `NT$ ${figures(total)}`, strong: true },
    entry("總計新臺幣", capitalNumerals(total)),
  ];
}

/** `0.05` → `5%` */
function percent(rate: string): string {
  return `${Number((Number(rate) * 100).toFixed(2))}%`;
}

function entry(label: string, value: string): Entry {
  return { label, value };
}
