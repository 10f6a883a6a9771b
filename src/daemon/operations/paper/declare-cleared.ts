import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";

export interface ClearedPrinter {
  readonly printer: string;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** A person says that a printer was switched off and on, so that nothing of an earlier slip can come out of it. Journalled. */
export function declareCleared(shop: Shop, { printer, by, key }: ClearedPrinter): Promise<void> {
  return shop.ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "printer-cleared", content: { printer } })) return;
    assertWholeJournal(shop);
    shop.ledger.journal.append({ kind: "printer-cleared", doc: { printer, by }, at: secondsNow(shop) }, shop.key);
    shop.ledger.slips.cleared(printer);
  });
}
