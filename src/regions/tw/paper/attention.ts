import type { AttentionRecord } from "../../../invoice/record.ts";
import type { Block } from "../../../receipt/blocks.ts";
import type { PaperOptions } from "../../region.ts";
import { foot, line, localSecond } from "./proof.ts";

const marks: Readonly<Record<string, string>> = { critical: "緊急", warning: "注意", notice: "通知" };

/** What somebody should look at, as the day begins: the worst first, each with what to do. */
export function attentionSlip({ madeAt, alerts, more }: AttentionRecord, { shopPaper, seller }: PaperOptions): Block[] {
  return [
    { kind: "text", text: shopPaper.logoLine || seller.name, size: "name", align: "centre" },
    { kind: "text", text: "開店注意", size: "title", align: "centre" },
    { kind: "text", text: "不是電子發票", align: "centre" },
    line("時間", localSecond(madeAt)),
    ...alerts.flatMap(({ severity, what, next }): Block[] => [
      { kind: "rule", style: "dashed" },
      { kind: "text", text: `【${marks[severity] ?? severity}】${what}`, emphasis: { bold: severity === "critical" } },
      { kind: "text", text: `→ ${next}` },
    ]),
    { kind: "rule", style: "dashed" },
    ...(more > 0 ? [line(`另有 ${more} 項，請看 GET /v1/alerts`, "")] : []),
    foot,
  ];
}
