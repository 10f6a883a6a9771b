import type { Ledger } from "../../db/till/ledger.ts";

/**
 * What an earlier process left on the wire becomes uncertain: bytes may have become paper. What it had not begun waits
 * again. Runs before anything else writes, so it needs no transaction around it.
 */
export function recoverSlips(ledger: Ledger, atSeconds: number): void {
  ledger.slips.recover(atSeconds);
}
