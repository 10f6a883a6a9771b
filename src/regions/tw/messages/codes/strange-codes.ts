import type { CodeTable } from "./handling.ts";

/** Codes of exchange, confirmations, government buyers and sellers from abroad. A till does none of it, so they are for a person. */
export const strangeCodes: CodeTable = {
  E0204: ["退回發票資料不存在", "The returned invoice is not there."],
  E0210: ["折讓證明與確認不得同一寄送者", "An allowance and its confirmation cannot come from the same sender."],
  E0212: ["發票無法確認，請查明發票狀態", "The invoice cannot be confirmed: look up its state."],
  E0214: ["發票無法退回，請查明發票狀態", "The invoice cannot be returned: look up its state."],
  E0215: ["發票無法確認作廢，請查明發票狀態", "The cancellation cannot be confirmed: look up the invoice's state."],
  E0216: ["發票無法確認退回，請查明發票狀態", "The return cannot be confirmed: look up the invoice's state."],
  E0217: ["折讓單無法確認，請查明折讓單狀態", "The allowance cannot be confirmed: look up its state."],
  E0219: ["折讓單無法確認作廢，請查明折讓單狀態", "The allowance's cancellation cannot be confirmed: look up its state."],
  E0222: [
    "折讓金額大於發票銷售額減已折讓金額減待確認折讓通知金額",
    "The allowance is more than the invoice less allowances made and notified.",
  ],
  E0223: [
    "作廢折讓金額小於已折讓金額減待確認作廢折讓證明單金額",
    "The cancelled allowance is less than allowances made less cancellations not yet confirmed.",
  ],
  E0401: ["此筆發票已退回", "The invoice was returned already."],
  E0404: ["買方為政府機關不得開立折讓單", "The buyer is an authority: no allowance can be issued."],
  E0405: ["買方為政府機關不得確認折讓單", "The buyer is an authority: no allowance can be confirmed."],
  E0406: ["買方為政府機關不得作廢折讓單", "The buyer is an authority: no allowance can be cancelled."],
  E0407: ["買方為政府機關不得確認作廢折讓單", "The buyer is an authority: no cancelled allowance can be confirmed."],
  E0408: ["買受人為政府機關不接受鋼鐵業發票", "The buyer is an authority: no steel trade invoices."],
  E0505: ["跨境電商只可上傳MIG V3.2以上版本", "Sellers from abroad upload MIG 3.2 or later only."],
  E0506: ["跨境電商不可上傳B2B發票", "Sellers from abroad upload no company invoices."],
};
