import type { UndoRecord } from "../../../invoice/record.ts";
import type { Block } from "../../../receipt/blocks.ts";
import type { PaperOptions } from "../../region.ts";
import { foot, line, localSecond, optional, shownNumber, testMark } from "./proof.ts";

/** What each act is called, and what becomes of the proof slip the shop took back. */
const acts = {
  cancel: { title: "發票作廢說明", word: "作廢", advice: "收回之證明聯蓋作廢章併存。" },
  withdraw: { title: "發票註銷說明", word: "註銷", advice: "原證明聯收回蓋作廢章併存。" },
} as const;

/** 作廢說明 and 註銷說明: filed beside the slip that was taken back. No codes, so that nobody takes it for a proof slip (spec/taiwan.md 6.5). */
export function undoNote(record: UndoRecord, { copy, shopPaper, environment, invoice }: PaperOptions): Block[] {
  const { title, word, advice } = acts[record.act];
  const { number, seller, buyer, reason, approvalNumber, issuedAt, undoneAt } = record;
  return [
    { kind: "text", text: shopPaper.logoLine || seller.name, size: "name", align: "centre" },
    { kind: "text", text: `${testMark({ environment })}${title}${copy > 0 ? "補印" : ""}`, size: "name", align: "centre" },
    { kind: "text", text: shownNumber({ number, donation: invoice?.donation ?? null }), size: "name", align: "centre" },
    line("開立", localSecond(issuedAt)),
    line(word, localSecond(undoneAt)),
    line(`賣方 ${seller.businessId}`, buyer ? `買方 ${buyer.businessId}` : ""),
    ...optional(buyer?.name),
    ...(invoice ? [line("總計", String(invoice.total))] : []),
    line("原因", reason),
    ...(approvalNumber === undefined ? [] : [line("核准文號", approvalNumber)]),
    { kind: "rule", style: "dashed" },
    ...(invoice?.onPaper ? [line(advice, "")] : []),
    line("本單非電子發票證明聯。", ""),
    foot,
  ];
}
