import type { SlipRow } from "../../../../db/till/books/paper/slips.ts";
import type { PrinterTestRecord } from "../../../invoice/record.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { askedBefore, keepRequest } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { announceSlips } from "./announce-slips.ts";

export interface PrinterTest {
  readonly printer: string;
  readonly model: string;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** Queues a test page for a printer and returns its slip. Journalled like all paper: what came out of a printer can be accounted for. */
export async function testPrinter(shop: Shop, { printer, model, by, key }: PrinterTest): Promise<SlipRow> {
  const { ledger, law } = shop;
  const keyed = { client: by, key, operation: "printer-test", content: { printer } } as const;
  const slip = await ledger.write((): SlipRow => {
    const earlier = askedBefore(shop, keyed)?.subject;
    if (earlier) return ledger.slips.find(Number(earlier))!;
    assertWholeJournal(shop);
    const at = secondsNow(shop);
    const record: PrinterTestRecord = { format: 1, printer, model, testedAt: law.localTime(at) };
    const { seq: journalSeq } = ledger.journal.append({ kind: "printer-test", doc: { ...record, by }, at }, shop.key);
    const added = ledger.slips.add({ invoiceId: null, journalSeq, document: "test", copy: 0, printer, createdAt: at });
    keepRequest(shop, keyed, { subject: String(added.id) });
    return added;
  });
  announceSlips(shop, [slip]);
  return slip;
}
