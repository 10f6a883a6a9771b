import { Problem } from "../../../base/problem.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { reprintInvoice } from "./reprint-invoice.ts";

/** So long after the paper came out FEED still means that very slip. */
const freshSeconds = 180;

/** A copy on its way, or why there is none. */
export type FeedOutcome = { readonly result: "copied" } | { readonly result: "nothing"; readonly why: string };

/**
 * Somebody pressed FEED twice: the printer's last slip comes out again as a marked copy, if a manager allowed it, if it belongs to
 * the till's last sale, within three minutes and once.
 */
export async function reprintByFeed(shop: Shop, printer: string): Promise<FeedOutcome> {
  const { ledger } = shop;
  if (ledger.printerSettings.of(printer).feedReprints === 0) return nothing("FEED does not reprint on this printer");
  const [last] = ledger.invoices.search({}, 1);
  if (!last) return nothing("nothing was sold yet");
  const slip = ledger.slips.ofEntry(last.row.id).findLast(({ document, copy }) => document === "proof" && copy === 0);
  if (slip?.printer !== printer || slip.state !== "printed")
    return nothing("the last sale's slip is not from this printer, or not confirmed");
  if (secondsNow(shop) - slip.endedAt! > freshSeconds) return nothing("the last slip is older than three minutes");
  const by = panelOf(printer);
  if (ledger.reprints.list({ invoiceId: last.row.id, by }, 1).length > 0)
    return nothing("FEED made its copy of this slip already");
  try {
    const asked = { document: "proof", reason: "other", note: "FEED", copies: 1, printer, by, key: undefined } as const;
    await reprintInvoice(shop, { address: invoiceId(last.record), ...asked });
    return { result: "copied" };
  } catch (error) {
    if (error instanceof Problem) return nothing(error.message);
    throw error;
  }
}

function nothing(why: string): FeedOutcome {
  return { result: "nothing", why };
}

/** Whose copy it is in the log: nobody signed in. */
export function panelOf(printer: string): string {
  return `panel of ${printer}`;
}
