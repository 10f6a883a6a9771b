import type { SlipRow } from "../../../../db/till/books/paper/slips.ts";
import type { AttentionRecord } from "../../../invoice/record.ts";
import { severities } from "../../alerts/alert-level.ts";
import { spell } from "../../alerts/spell.ts";
import { noPrinter, type Shop, secondsNow } from "../../shop.ts";
import { announceSlips } from "./announce-slips.ts";

/** A slip of the law waits behind this one: it must not take long. */
const mostListed = 8;

/** Queues a paper with what is open, once a day. Journalled like all paper. Null where nothing is open or it was printed today. */
export async function printAttention(shop: Shop): Promise<SlipRow | null> {
  const { ledger, law, journalWatch } = shop;
  if (journalWatch.broken || shop.printerFor("proof") === noPrinter) return null;
  const slip = await ledger.write((): SlipRow | null => {
    const at = secondsNow(shop);
    const day = law.localTime(at).slice(0, 10);
    const open = ledger.alerts.open().map((row) => ({ code: row.kind, ...spell(row) }));
    if (open.length === 0 || ledger.alerts.attentionDay() === day) return null;
    const worstFirst = open.toSorted((one, other) => severities.indexOf(other.severity) - severities.indexOf(one.severity));
    const alerts = worstFirst
      .slice(0, mostListed)
      .map(({ code, severity, what, next }) => ({ code, severity, what: what.zh, next: next.zh }));
    const doc: AttentionRecord = { format: 1, day, madeAt: law.localTime(at), alerts, more: open.length - alerts.length };
    const { seq: journalSeq } = ledger.journal.append({ kind: "attention", doc, at }, shop.key);
    const paper = { document: "attention", copy: 0, printer: shop.printerFor("receipt") } as const;
    return ledger.slips.add({ invoiceId: null, journalSeq, ...paper, createdAt: at });
  });
  if (slip) announceSlips(shop, [slip]);
  return slip;
}
