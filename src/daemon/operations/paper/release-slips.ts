import type { SlipRow } from "../../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../../invoice/invoice.ts";
import { refuse } from "../../../invoice/problems.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { announceSlips } from "./announce-slips.ts";

export interface Release {
  /** The invoice's row. */
  readonly id: number;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** Prints what the POS asked to hold back: the one original, now. Returns the slips that wait for their printer. */
export async function releaseSlips(shop: Shop, { id, by, key }: Release): Promise<readonly SlipRow[]> {
  const { ledger } = shop;
  const address = invoiceId(ledger.invoices.find(id).record);
  const released = await ledger.write(() => {
    const slips = ledger.slips.ofInvoice(id);
    if (!firstTime(shop, { client: by, key, operation: "print-held", content: { invoice: address } })) return slips;
    const held = slips.filter((slip) => slip.state === "held");
    if (held.length === 0)
      throw refuse("slip-not-held", `Invoice ${address} has no slip that is held.`, {
        hint: "An original is printed once. A marked copy is a reprint.",
      });
    return held.map((slip) => ledger.slips.move(slip, "release", { at: secondsNow(shop) })!);
  });
  announceSlips(shop, released);
  return released;
}
