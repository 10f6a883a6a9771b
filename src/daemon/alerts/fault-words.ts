import type { PrinterFault } from "../../drivers/status.ts";
import type { Words } from "./alert-level.ts";

/** What is wrong with a printer, as people say it. */
export const faultWords: Readonly<Record<PrinterFault, Words>> = {
  unreachable: { zh: "連不上", en: "it cannot be reached" },
  silent: { zh: "沒有回應", en: "it does not answer" },
  "cover-open": { zh: "上蓋未關", en: "its cover is open" },
  "paper-end": { zh: "沒有紙", en: "it has no paper" },
  cutter: { zh: "切刀卡住", en: "its cutter is stuck" },
  unrecoverable: { zh: "嚴重故障", en: "it has broken down" },
  mechanical: { zh: "機械故障", en: "something in it is stuck" },
  "head-hot": { zh: "印字頭過熱", en: "its head is too hot" },
  offline: { zh: "離線", en: "it is offline" },
  unconfirmed: { zh: "未確認印出", en: "it does not confirm what it printed" },
  "buffer-uncleared": { zh: "仍留有上一張的資料", en: "it still holds an earlier job" },
};
