import { refuse } from "../../../invoice/problems.ts";
import { takeBack } from "../../../invoice/undoing.ts";
import type { Shop } from "../../shop.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { announceSlips } from "../paper/announce-slips.ts";
import { viewInvoice } from "../view-invoice.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import type { Allowed } from "./give-allowance.ts";
import { actSecond, dropSlips, queueParcel } from "./undo-invoice.ts";

export interface AllowanceCancel {
  readonly number: string;
  readonly reason: string;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** Takes an allowance back (作廢折讓): its money counts as not given, its number stays used. */
export async function cancelAllowance(shop: Shop, { number, reason, by, key }: AllowanceCancel): Promise<Allowed> {
  const { ledger, law } = shop;
  const keyed = { client: by, key, operation: "allowance-cancel", content: { number, reason } } as const;
  const cancelled = await ledger.write((): Allowed => {
    const allowance = ledger.allowances.find(number);
    if (!allowance) throw unknownAllowance(number);
    if (askedBefore(shop, keyed)) return { allowance, replayed: true };
    assertWholeJournal(shop);
    if (allowance.cancel)
      throw refuse("allowance-cancelled", `Allowance ${number} is cancelled already.`, {
        hint: "A new allowance can be given while anything is left of the invoice.",
      });
    const view = viewInvoice(shop, allowance.row.invoiceId);
    const at = actSecond(shop, view);
    const record = takeBack(allowance.record, { atSeconds: at, reason }, law);
    const { seq: journalSeq } = ledger.journal.append({ kind: "allowance-cancel", doc: { ...record, by }, at }, shop.key);
    const papers = ledger.slips.ofEntry(allowance.row.journalSeq);
    dropSlips(shop, papers, { at, reason: "the allowance was cancelled" });
    ledger.allowances.cancel({ allowanceId: allowance.row.id, journalSeq, at });
    queueParcel(shop, view, { act: "cancel-allowance", journalSeq, atSeconds: at });
    keepRequest(shop, keyed, { invoiceId: view.stored.row.id, subject: number });
    return { allowance: ledger.allowances.find(number)!, replayed: false };
  });
  if (!cancelled.replayed) announceSlips(shop, ledger.slips.ofEntry(cancelled.allowance.row.journalSeq));
  return cancelled;
}

/** No allowance of that number is here. */
export function unknownAllowance(number: string) {
  return refuse("not-found", `There is no allowance ${number}.`, { hint: "GET /v1/allowances?invoice lists an invoice's." });
}
