import type { SlipRow } from "../../../../db/till/books/slips.ts";
import { slipEnds } from "../../../invoice/slip.ts";
import type { Shop } from "../../shop.ts";

/** Resolves when every slip has reached an end state, or the time is over. */
export async function untilPaper(
  { feed, ledger, world }: Pick<Shop, "feed" | "ledger" | "world">,
  slips: readonly SlipRow[],
  ms: number,
): Promise<void> {
  const done = new AbortController();
  const check = () => {
    if (slips.every(({ id }) => slipEnds.includes(ledger.slips.find(id)?.state ?? "dropped"))) done.abort();
  };
  const stop = feed.listen((happening) => happening.kind === "slip" && check());
  check();
  await world.clock.sleep(ms, done.signal);
  stop();
}
