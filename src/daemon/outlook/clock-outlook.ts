import { Problem } from "../../base/problem.ts";
import { believeClock } from "../../invoice/issue-time.ts";
import type { Shop } from "../shop.ts";

/** Whether the next sale would believe the clock, and why not. */
export interface ClockOutlook {
  readonly believed: boolean;
  readonly says: string;
  readonly hint: string | null;
}

/** Asks what the next sale will ask of the clock. Writes nothing. */
export function clockOutlook({ world, ledger, settings }: Shop): ClockOutlook {
  const newestAt = ledger.journal.newestAt();
  const reading = {
    bootId: world.bootId,
    wallMs: world.clock.now().getTime(),
    uptimeMs: world.clock.uptimeMs(),
    newestEntryMs: newestAt === null ? null : newestAt * 1000,
    longestGapDays: settings.longestGapDays,
  };
  const anchor = ledger.home.clockAnchor();
  try {
    believeClock(reading, anchor);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { believed: false, says: error.message, hint: error.detail.hint ?? null };
  }
  const says =
    anchor?.bootId === world.bootId
      ? `Wall clock and boot clock differ by ${drift(reading, anchor)} s since the till last looked.`
      : "The clock fits the newest record; it was not yet compared since this machine was started.";
  return { believed: true, says, hint: null };
}

interface Moment {
  readonly wallMs: number;
  readonly uptimeMs: number;
}

function drift(now: Moment, anchor: Moment): string {
  return (Math.abs(now.wallMs - anchor.wallMs - (now.uptimeMs - anchor.uptimeMs)) / 1000).toFixed(1);
}
