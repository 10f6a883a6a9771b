import type { SlipRow } from "../../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import { type SettleOutcome, settleOutcomes } from "../../../invoice/paper/slip.ts";
import { refuse } from "../../../invoice/problems.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { announceSlips } from "./announce-slips.ts";
import { isObsolete } from "./obsolete-paper.ts";

export interface Settlement {
  readonly slipId: number;
  readonly outcome: SettleOutcome;
  /** Who looked at the paper: the token's name. */
  readonly by: string;
  readonly key: string | undefined;
  /** The person says the printer was switched off and on since, so that nothing can still come out of it. */
  readonly powerCycled: boolean;
  /** Whether a printer is well now, by name. */
  isReady(printer: string): boolean;
}

export interface Settled {
  readonly slip: SlipRow;
  /** The paper that is due now, where one is. */
  readonly next: SlipRow | null;
}

/** A person says what became of doubtful paper. Closes the slip and, where paper is due, opens a new one. */
export async function settleSlip(shop: Shop, settlement: Settlement): Promise<Settled> {
  const { slipId, outcome, by, key, powerCycled } = settlement;
  const settled = await shop.ledger.write((): Settled => {
    const slip = shop.ledger.slips.find(slipId);
    if (!slip) throw unknownSlip(slipId);
    const request = { client: by, key, operation: "settle", content: { slipId, outcome, powerCycled } } as const;
    if (!firstTime(shop, request)) return { slip, next: shop.ledger.slips.after(slip) };
    assertWholeJournal(shop);
    const opens = opened(shop, slip, outcome);
    if (opens === "original") assertFinal(slip, settlement);
    const closed = slip.state === "uncertain" ? shop.ledger.slips.settle(slip, outcome, secondsNow(shop)) : null;
    if (!closed) throw notUncertain(slip);
    const invoice = slip.invoiceId === null ? null : invoiceId(shop.ledger.invoices.find(slip.invoiceId).record);
    const doc = { invoice, slip: slipId, document: slip.document, copy: slip.copy, outcome, by, powerCycled };
    shop.ledger.journal.append({ kind: "settle", doc, at: secondsNow(shop) }, shop.key);
    return { slip: closed, next: opens && openNext(shop, closed, { opens, powerCycled }) };
  });
  announceSlips(shop, settled.next ? [settled.slip, settled.next] : [settled.slip]);
  return settled;
}

/**
 * A printer in trouble may still go on with the slip when it is mended: what nobody sees now can come out later, beside a new
 * original. So first the printer, then the look, then the word.
 */
function assertFinal(slip: SlipRow, { powerCycled, isReady }: Settlement): void {
  if (slip.state !== "uncertain" || powerCycled || isReady(slip.printer)) return;
  throw refuse("printer-unsettled", `Printer ${slip.printer} is not ready: it may still go on with slip ${slip.id}.`, {
    hint: "Mend it and look at the paper again; or switch it off and on, and say so with `powerCycled: true`.",
  });
}

/** Which paper an outcome makes due. Nothing is due of what was undone meanwhile. */
function opened(shop: Shop, slip: SlipRow, outcome: SettleOutcome): "original" | "copy" | null {
  return isObsolete(shop, slip) ? null : settleOutcomes[outcome].opens;
}

/** A new original must not leave while the printer may still hold the old one (spec/escpos.md 4.5). */
function openNext(
  shop: Shop,
  slip: SlipRow,
  { opens, powerCycled }: { opens: "original" | "copy"; powerCycled: boolean },
): SlipRow {
  // What was a marked copy stays one: only the original's place can be taken by an original.
  const copy = opens === "original" && slip.copy === 0 ? 0 : shop.ledger.slips.highestCopy(slip.journalSeq) + 1;
  return shop.ledger.slips.add({
    invoiceId: slip.invoiceId,
    journalSeq: slip.journalSeq,
    document: slip.document,
    copy,
    printer: slip.printer,
    createdAt: secondsNow(shop),
    afterClear: opens === "original" && !powerCycled,
  });
}

function unknownSlip(slipId: number) {
  return refuse("not-found", `There is no slip ${slipId}.`, { hint: "GET /v1/slips?state=uncertain lists the doubtful ones." });
}

function notUncertain(slip: SlipRow) {
  const now = slip.outcome ? `was settled as ${slip.outcome}` : `is ${slip.state}`;
  return refuse("slip-not-uncertain", `Slip ${slip.id} ${now}; only an uncertain slip can be settled.`, {
    hint: "GET /v1/slips?state=uncertain lists the slips that wait for a person.",
  });
}
