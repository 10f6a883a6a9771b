import { believeClock as believe } from "../../invoice/issue-time.ts";
import type { Shop } from "../shop.ts";

/** Reads the wall clock, or throws `clock-jumped` before a wrong time can date anything. Inside a write. */
export function believeClock({ world, ledger, settings }: Shop): number {
  const wallMs = world.clock.now().getTime();
  const newestAt = ledger.journal.newestAt();
  const anchor = believe(
    {
      bootId: world.bootId,
      wallMs,
      uptimeMs: world.clock.uptimeMs(),
      newestEntryMs: newestAt === null ? null : newestAt * 1000,
      longestGapDays: settings.longestGapDays,
    },
    ledger.home.clockAnchor(),
  );
  ledger.home.keepClockAnchor(anchor);
  return wallMs;
}
