import { misbehaved } from "../../../src/rehearsal/turnkey/moods.ts";

/** How a Turnkey behaves that a till must get on with: everything goes wrong now and then, and takes its time. */
export const rough = { ...misbehaved, slowMs: 20_000 };
