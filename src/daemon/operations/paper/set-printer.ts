import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";

export interface PrinterChange {
  readonly printer: string;
  /** A paused printer prints nothing; its slips wait. */
  readonly paused?: boolean;
  /** Whether two presses of FEED reprint the last slip. */
  readonly feedReprints?: boolean;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** Changes how a printer is used. Journalled: FEED makes paper nobody signed in for, and a pause explains why none came. */
export function setPrinter(shop: Shop, { printer, by, key, ...change }: PrinterChange): Promise<void> {
  const { ledger } = shop;
  return ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "printer-set", content: { printer, ...change } })) return;
    assertWholeJournal(shop);
    const { paused, feedReprints } = change;
    ledger.printerSettings.set(printer, {
      ...(paused !== undefined && { paused: Number(paused) }),
      ...(feedReprints !== undefined && { feedReprints: Number(feedReprints) }),
    });
    ledger.journal.append({ kind: "printer-set", doc: { printer, ...change, by }, at: secondsNow(shop) }, shop.key);
  });
}
