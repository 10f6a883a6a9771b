import { refuse } from "./problems.ts";

/** A moment at which wall clock and boot clock were believed together. */
export interface ClockAnchor {
  /** Which boot the uptime belongs to; uptimes of different boots cannot be compared. */
  readonly bootId: string;
  readonly wallMs: number;
  readonly uptimeMs: number;
}

export interface ClockReading extends ClockAnchor {
  /** The newest journal entry's wall time, or null in an empty journal. */
  readonly newestEntryMs: number | null;
  /** How long a till may have stood still before its clock is doubted (days). */
  readonly longestGapDays: number;
}

/** A difference no honest clock makes between two readings; a leap or a nudge by NTP stays below it. */
const jumpMs = 60_000;
/** Disciplined clocks are slewed by at most 500 parts in a million; that much of a difference is forgiven as time passes. */
const slewPerMs = 0.0005;
/** Two seconds back is a nudge: the last issue time is used again, so that numbers and times still rise together. */
const nudgeSeconds = 2;

/**
 * Compares the wall clock with the boot clock since the anchor. Returns the anchor to keep, or throws `clock-jumped`
 * before a wrong time can date an invoice (design/architecture.md, Clock).
 */
export function believeClock(reading: ClockReading, anchor: ClockAnchor | null): ClockAnchor {
  const { bootId, wallMs, uptimeMs } = reading;
  if (anchor?.bootId !== bootId) {
    believeAfterBoot(reading);
    return { bootId, wallMs, uptimeMs };
  }
  const elapsedMs = uptimeMs - anchor.uptimeMs;
  const driftMs = wallMs - anchor.wallMs - elapsedMs;
  if (Math.abs(driftMs) > jumpMs) {
    const retryAfterSeconds = driftMs < 0 ? Math.ceil((-driftMs - jumpMs) / 1000) : 60;
    throw jumped(`The clock jumped ${spell(driftMs)} while the machine was running.`, retryAfterSeconds);
  }
  const forgiven = Math.sign(driftMs) * Math.min(Math.abs(driftMs), elapsedMs * slewPerMs);
  return { bootId, wallMs: anchor.wallMs + elapsedMs + forgiven, uptimeMs };
}

function believeAfterBoot({ wallMs, newestEntryMs, longestGapDays }: ClockReading): void {
  if (newestEntryMs === null) return;
  const gapMs = wallMs - newestEntryMs;
  if (gapMs > longestGapDays * 86_400_000)
    throw jumped(`The clock is ${spell(gapMs)} of this till's newest record, more than ${longestGapDays} days.`, 3600);
  if (gapMs < -jumpMs) throw jumped(`The clock is ${spell(gapMs)} of this till's newest record.`, Math.ceil(-gapMs / 1000));
}

/** The issue time in whole seconds: now, or the range's last one again where the clock is a nudge behind it. */
export function issueSecond(nowMs: number, lastIssuedAt: number | null): number {
  const now = Math.floor(nowMs / 1000);
  if (lastIssuedAt === null || now >= lastIssuedAt) return now;
  if (lastIssuedAt - now <= nudgeSeconds) return lastIssuedAt;
  throw jumped(`The clock is ${lastIssuedAt - now} s behind the last invoice of this range.`, lastIssuedAt - now);
}

function jumped(message: string, retryAfterSeconds: number) {
  return refuse("clock-jumped", message, {
    retryAfterSeconds: Math.max(1, retryAfterSeconds),
    hint: "Set the machine's clock right, or, if it is right now, let a manager run `tillseal clock accept --reason …`.",
  });
}

function spell(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000);
  const amount =
    seconds < 7200
      ? `${seconds} s`
      : seconds < 172_800
        ? `${Math.round(seconds / 3600)} h`
        : `${Math.round(seconds / 86_400)} days`;
  return `${amount} ${ms < 0 ? "back" : "ahead"}`;
}
