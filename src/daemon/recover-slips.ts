import type { Ledger } from "../../db/till/ledger.ts";

/**
 * What an earlier process left on the wire becomes uncertain: bytes may have become paper. Returns the printers concerned,
 * which may still hold a part of a slip. Runs before anything else writes, so it needs no transaction around it.
 */
export function recoverSlips(ledger: Ledger, atSeconds: number): ReadonlySet<string> {
  return new Set(ledger.slips.recover(atSeconds).map(({ printer }) => printer));
}
