import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import type { PrintJob } from "../../drivers/conversation.ts";
import type { SlipEvent } from "../../invoice/paper/slip.ts";
import { announceSlips } from "../operations/paper/announce-slips.ts";
import { isObsolete } from "../operations/paper/obsolete-paper.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { slipJobId } from "./job-id.ts";
import type { Turn, TurnEvent } from "./turn.ts";

/** Makes a slip's bytes. */
export type SlipDrawing = (slip: SlipRow) => Pick<PrintJob, "pieces" | "paperMm">;

/** A slip whose turn it is, telling the feed of each move. */
export function slipTurn(shop: Shop, waiting: SlipRow, draw: SlipDrawing): Turn {
  const { ledger } = shop;
  let slip = waiting;

  const move = (from: SlipRow, event: SlipEvent, note: { mark?: string; reason?: string } = {}) =>
    ledger.slips.move(from, event, { at: secondsNow(shop), ...note });

  return {
    name: `slip ${slip.id}`,
    jobId: slipJobId(slip.id),
    afterClear: slip.afterClear === 1,
    job: () => draw(slip),
    async start() {
      const sending = await ledger.write(() => move(slip, "start"));
      if (!sending) return false;
      slip = sending;
      announceSlips(shop, [slip]);
      return true;
    },
    async finish(event: TurnEvent, note = {}) {
      const moved = await ledger.write(() => move(slip, event, note));
      if (!moved) throw new Error(`slip ${slip.id} is no longer ${slip.state}`);
      announceSlips(shop, [moved]);
    },
    async again(reason) {
      const moved = await ledger.write(() => {
        const failed = move(slip, "never-started", { reason })!;
        return move(failed, isObsolete(shop, slip) ? "drop" : "retry")!;
      });
      announceSlips(shop, [moved]);
    },
  };
}
