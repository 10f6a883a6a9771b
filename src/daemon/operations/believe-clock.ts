import { believeClock as believe } from "../../invoice/issue-time.ts";
import type { Shop } from "../shop.ts";

/** A younger anchor says nothing new, and keeping one with every sale would be one more page in its commit. */
const anchorMs = 10_000;

/** Reads the wall clock, or throws `clock-jumped` before a wrong time can date anything. Inside a write. */
export function believeClock({ world, ledger, settings }: Shop): number {
  const wallMs = world.clock.now().getTime();
  const kept = ledger.home.clockAnchor();
  // Only the first sale after a boot is compared with the journal.
  const newestAt = kept?.bootId === world.bootId ? null : ledger.journal.newestAt();
  const anchor = believe(
    {
      bootId: world.bootId,
      wallMs,
      uptimeMs: world.clock.uptimeMs(),
      newestEntryMs: newestAt === null ? null : newestAt * 1000,
      longestGapDays: settings.longestGapDays,
    },
    kept,
  );
  if (kept?.bootId !== anchor.bootId || anchor.uptimeMs - kept.uptimeMs >= anchorMs) ledger.home.keepClockAnchor(anchor);
  return wallMs;
}
