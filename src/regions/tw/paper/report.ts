import type { DayTotals } from "../../../invoice/totals/day-sum.ts";
import type { Figures } from "../../../invoice/totals/figures.ts";
import type { ClosingRecord, DayReport, OpenMatter } from "../../../invoice/totals/report.ts";
import type { Block } from "../../../receipt/blocks.ts";
import type { ReportPaper } from "../../reports.ts";
import { paymentWord } from "./payment-words.ts";
import { displayNumber, line, localSecond, testMark } from "./proof.ts";

/** 日報表, or 日結單 once the day was closed: the day's totals in the order in which a drawer is counted. No law fixes it. */
export function reportSlip(record: DayReport | ClosingRecord, { copy, shopPaper }: ReportPaper): Block[] {
  const { seller, date, terminal, madeAt, totals } = record;
  const title = "by" in record ? "日結單" : "日報表";
  return [
    { kind: "text", text: shopPaper.logoLine || seller.name, size: "name", align: "centre" },
    { kind: "text", text: `${testMark(record)}${title}${copy > 0 ? "補印" : ""}`, size: "name", align: "centre" },
    line(date, terminal === null ? "" : `機 ${terminal}`),
    line(`製表 ${localSecond(madeAt)}`, ""),
    line(`賣方 ${seller.businessId}`, ""),
    rule,
    ...numbers(totals),
    rule,
    ...money(totals),
    rule,
    ...payments(totals),
    ...tills(totals),
    ...papers(record),
    ...uploads(record),
    ...record.numbersLeft.map(({ invoiceType, left }) => line(`剩餘字軌 ${invoiceType}`, String(left))),
    rule,
    ...open(record),
    ...chain(record),
  ];
}

const rule: Block = { kind: "rule", style: "dashed" };

function numbers({ issued, ranges }: DayTotals): Block[] {
  const head = line("開立", counted(issued.count));
  return [
    head,
    ...ranges.flatMap(({ first, last, count }) =>
      first === last
        ? [line(displayNumber(first), counted(count))]
        : [line(displayNumber(first), ""), line(`～${displayNumber(last)}`, counted(count))],
    ),
  ];
}

function money(totals: DayTotals): Block[] {
  const { issued, reissued, cancelled, withdrawn, withdrawnAfterCancel, allowances, allowancesCancelled, net } = totals;
  return [
    ...byTax(issued),
    line("開立合計", String(issued.total)),
    ...part("重開", reissued, 1),
    ...part("作廢", cancelled, -1),
    ...part("註銷", withdrawn, -1),
    ...(withdrawnAfterCancel > 0 ? [line(`作廢後註銷 ${counted(withdrawnAfterCancel)}`, "0")] : []),
    ...part("折讓", allowances, -1),
    ...part("折讓作廢", allowancesCancelled, 1),
    rule,
    line("淨額", String(net.total)),
  ];
}

/** Kinds of tax that did not occur take no paper. */
function byTax({ taxable, zeroRated, exempt, special, tax }: Figures): Block[] {
  const kinds = [
    ["應稅銷售額", taxable],
    ["零稅率", zeroRated],
    ["免稅", exempt],
    ["特種銷售額", special],
    ["稅額", tax],
  ] as const;
  return kinds.filter(([, amount]) => amount !== 0).map(([label, amount]) => line(label, String(amount)));
}

function part(label: string, { count, total }: Figures, sign: 1 | -1): Block[] {
  return count === 0 ? [] : [line(`${label} ${counted(count)}`, String(sign * total))];
}

function payments({ payments }: DayTotals): Block[] {
  if (payments.length === 0) return [];
  const lines = payments.flatMap(({ method, taken, undone }) => [
    line(method === null ? "未註明付款" : paymentWord(method), String(taken)),
    ...(undone === 0 ? [] : [line("　作廢註銷", String(-undone))]),
  ]);
  return [...lines, rule];
}

/** One till with one cashier would only say the net again. */
function tills({ tills }: DayTotals): Block[] {
  if (tills.length < 2) return [];
  const lines = tills.map(({ terminal, cashier, issued, net }) => {
    const who = [terminal && `機 ${terminal}`, cashier && `員 ${cashier}`].filter(Boolean).join("　") || "未註明";
    return line(`${who} ${counted(issued.count)}`, String(net));
  });
  return [...lines, rule];
}

function papers({ papers, totals: { recipients } }: DayReport): Block[] {
  const counts = [
    ["已印", papers.printed + papers.settled],
    ["已送印", papers.sent],
    ["待確認", papers.doubtful],
    ["待印", papers.waiting],
    ["暫不印", papers.held],
    ["重印正本", papers.replaced],
    ["補印", papers.copies],
    ["載具", recipients.carriers],
    ["捐贈", recipients.donations],
  ] as const;
  return counts.filter(([, count]) => count > 0).map(([label, count]) => line(label, counted(count)));
}

const uploadWords: Readonly<Record<string, string>> = {
  held: "保留",
  waiting: "待送",
  sent: "已送",
  accepted: "已接收",
  rejected: "遭退回",
  conflict: "有衝突",
  resolved: "已處理",
};

function uploads({ uploads }: DayReport): Block[] {
  return Object.entries(uploads).map(([state, count]) => line(`上傳 ${uploadWords[state] ?? state}`, String(count)));
}

const openWords: Readonly<Record<OpenMatter["code"], string>> = {
  "slips-doubtful": "紙張待人工確認",
  "slips-waiting": "紙張待印",
  "slips-held": "紙張暫不印",
  "records-unsealed": "紀錄未簽章",
  "parcels-open": "訊息未完成上傳",
};

function open({ open }: DayReport): Block[] {
  if (open.length === 0) return [line("無未結事項", "")];
  return open.map(({ code, count }) => line(`※${openWords[code]}`, String(count)));
}

/** Whoever has this paper can prove that nothing before it was changed since. */
function chain(record: DayReport | ClosingRecord): Block[] {
  const { seq, hash } = record.head;
  const previous = "by" in record ? record.previous : null;
  return [
    ...(previous === null
      ? []
      : [rule, line(`前次日結 ${previous.date}`, `#${previous.seq}`), line("其後淨額", String(previous.since.net))]),
    rule,
    line("紀錄鏈", `#${seq}`),
    { kind: "text", text: hash },
    ...("by" in record ? [line(`結帳 ${record.by}`, "")] : []),
  ];
}

function counted(count: number): string {
  return `${count} 張`;
}
