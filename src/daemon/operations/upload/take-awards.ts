import type { PrizeRow } from "../../../../db/till/books/numbers/prizes.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import type { Awards, Prize } from "../../../regions/tw/messages/download/awards.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { assertWholeJournal } from "../whole-journal.ts";

/** What was won with one invoice, as the journal has it. Nothing in it is about a buyer. */
interface Won {
  readonly invoice: string;
  readonly prizeType: string;
  readonly amount: number;
}

interface NewPrize {
  readonly won: Won;
  readonly row: Omit<PrizeRow, "id" | "journalSeq">;
}

/** Notes which of this till's invoices won, and tells whoever listens. The same list again changes nothing. Journalled. */
export async function takeAwards(shop: Shop, awards: Awards, file: string): Promise<readonly Won[]> {
  const { ledger } = shop;
  const won = await ledger.write(() => {
    const found = awards.prizes.flatMap((prize) => newPrize(shop, awards, prize));
    if (found.length === 0) return [];
    assertWholeJournal(shop);
    const { period, listType } = awards;
    const prizes = found.map(({ won }) => ({ ...won }));
    const doc = { file, period, listType, prizes };
    const { seq: journalSeq } = ledger.journal.append({ kind: "awards", doc, at: secondsNow(shop) }, shop.key);
    for (const { row } of found) ledger.prizes.add({ ...row, journalSeq });
    return found.map(({ won }) => won);
  });
  for (const { invoice, amount } of won)
    shop.feed.publish({ kind: "alert", code: "prize-won", message: `Invoice ${invoice} won NT$ ${amount}.` });
  return won;
}

/** A list names a seller's invoices, those of other tills and shops too: ours is one whose number, period and code agree. */
function newPrize({ ledger, seller }: Shop, { period, listType, claimFrom, claimUntil }: Awards, prize: Prize): NewPrize[] {
  const [row] = ledger.invoices.byNumber(prize.number, period);
  const amount = Number(prize.prizeAmount);
  if (!row || row.randomCode !== prize.randomCode || prize.sellerId !== seller.businessId) return [];
  if (!Number.isSafeInteger(amount) || amount < 0) return [];
  const { prizeType } = prize;
  if (ledger.prizes.has({ invoiceId: row.id, listType, prizeType })) return [];
  const invoice = invoiceId(ledger.invoices.find(row.id).record);
  return [
    {
      won: { invoice, prizeType, amount },
      row: { invoiceId: row.id, listType, prizeType, amount, claimFrom, claimUntil },
    },
  ];
}
