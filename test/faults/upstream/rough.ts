import { misbehaved } from "../../../src/rehearsal/turnkey/moods.ts";

/** How a Turnkey behaves that a till must get on with: everything goes wrong now and then, and takes its time. */
export const rough = { ...misbehaved, slowMs: 20_000 };

/** The same where nobody winds the clock. What it loses a till misses only after a minute, so it loses nothing. */
export const hasty = { ...misbehaved, slowMs: 300, packSize: 40, loses: 0 };
