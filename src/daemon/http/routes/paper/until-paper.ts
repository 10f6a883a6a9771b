import { z } from "@hono/zod-openapi";
import type { SlipRow } from "../../../../../db/till/books/paper/slips.ts";
import { slipEnds } from "../../../../invoice/paper/slip.ts";
import type { Shop } from "../../../shop.ts";

/** How a caller asks to be answered only then. */
export const paperWait = z.object({
  wait: z.enum(["paper"]).optional().openapi({ description: "Answer only when the slip has reached an end." }),
  timeout: z.coerce.number().min(0.1).max(30).default(5).openapi({ description: "How long to wait for paper, in seconds." }),
});

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
