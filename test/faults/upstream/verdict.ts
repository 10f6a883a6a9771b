import type { Arrival } from "../../../src/rehearsal/turnkey/platform.ts";
import { brokenArrivals } from "../../sync/turnkey/judge.ts";
import type { TestTill } from "../../till/a-till.ts";

/** How many parcels are in each state. */
export type Counts = Readonly<Record<string, number>>;

/** Whether anything is still on its way. */
export function isOpen({ waiting = 0, sent = 0, held = 0 }: Counts): boolean {
  return waiting + sent + held > 0;
}

/** What is broken once all should have arrived, and which falsified evidence would have gone unnoticed. */
export function verdict(till: TestTill, arrivals: readonly Arrival[]): string[] {
  const counts: Counts = till.home.ledger.parcels.counts();
  const open = Object.keys(counts).filter((state) => state !== "accepted");
  const stuck = open.map((state) => `${counts[state]} documents are ${state} in the end`);
  const [first, ...others] = arrivals as [Arrival, ...Arrival[]];
  const falsified: Readonly<Record<string, readonly Arrival[]>> = {
    "one did not arrive": others,
    "one arrived twice": [...arrivals, first],
    "one arrived too late": [{ ...first, atMs: first.atMs + 10 * 86_400_000 }, ...others],
    "one arrived with other content": [{ ...first, digest: "0" }, ...others],
  };
  const asleep = Object.keys(falsified).filter((name) => brokenArrivals(till, falsified[name]!).length === 0);
  return [...brokenArrivals(till, arrivals), ...stuck, ...asleep.map((name) => `the control was not noticed: ${name}`)];
}
