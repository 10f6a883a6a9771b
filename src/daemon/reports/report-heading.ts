import type { ReportHeading } from "../../invoice/totals/report.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** What stands above every report. The head is the journal's as it is now. */
export function reportHeading(shop: Shop): ReportHeading {
  const { region, environment, seller, law, ledger } = shop;
  const { seq, hash } = ledger.journal.head();
  return {
    format: 1,
    region: region.id,
    environment,
    seller,
    currency: law.currency,
    madeAt: law.localTime(secondsNow(shop)),
    head: { seq, hash: Buffer.from(hash).toString("hex") },
  };
}

/** Lets everybody else have a turn between two pieces of a long sum. */
export function rest({ world }: Pick<Shop, "world">): Promise<void> {
  return new Promise((resolve) => world.defer(resolve));
}
