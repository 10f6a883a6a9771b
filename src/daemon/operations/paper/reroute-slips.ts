import type { Step } from "../../../base/loop.ts";
import type { PrinterCondition } from "../../../drivers/status.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { announceSlips } from "./announce-slips.ts";

export interface StandIn {
  readonly from: string;
  readonly to: string;
  /** How a printer is. */
  condition(printer: string): Pick<PrinterCondition, "state" | "since">;
}

/**
 * Hands what waits at a printer that has been down for a while to the one that stands in for it. Only what never began: a slip of
 * which a byte left stays where it is, for it may be on paper there. Journalled. One step of a loop.
 */
export async function rerouteSlips(shop: Shop, { from, to, condition }: StandIn): Promise<Step> {
  const { ledger, world, settings } = shop;
  const broken = condition(from);
  const downMs = world.clock.now().getTime() - broken.since.getTime();
  if (broken.state !== "fault" || downMs < settings.fallbackAfterSeconds * 1000) return "idle";
  if (condition(to).state === "fault" || ledger.printerSettings.of(to).paused === 1) return "idle";
  if (ledger.slips.reroutable(from).length === 0) return "idle";
  const moved = await ledger.write(() => {
    const slips = ledger.slips.reroutable(from);
    const doc = { from, to, slips: slips.map(({ id }) => id), downSeconds: Math.floor(downMs / 1000) };
    if (slips.length > 0) ledger.journal.append({ kind: "slips-rerouted", doc, at: secondsNow(shop) }, shop.key);
    return slips.map((slip) => ledger.slips.reroute(slip, to));
  });
  world.log.warn("printer-fallback", { from, to, slips: moved.length });
  announceSlips(shop, moved);
  return "worked";
}
