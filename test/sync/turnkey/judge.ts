import { createHash } from "node:crypto";
import type { StoredParcel } from "../../../db/till/books/parcels.ts";
import type { Arrival } from "../../../src/rehearsal/turnkey/platform.ts";
import { documentOf } from "../../../src/sync/turnkey/document.ts";
import type { TestTill } from "../../till/a-till.ts";

/** Everything broken about arriving (promise 8), each in a sentence: once each, as it was sealed, in time, in a thread's order. */
export function brokenArrivals(till: TestTill, arrivals: readonly Arrival[]): string[] {
  const stored = allParcels(till);
  const byDigest = new Map<string, Arrival[]>();
  for (const arrival of arrivals) byDigest.set(arrival.digest, [...(byDigest.get(arrival.digest) ?? []), arrival]);
  const broken: string[] = [];
  const lastOf = new Map<number, number>();
  for (const { row, entry } of stored.toSorted((one, other) => one.row.journalSeq - other.row.journalSeq)) {
    const xml = till.till.shop.region.messages.xml(row.message, JSON.parse(entry.doc));
    const name = `${row.message} ${documentOf(row.message, xml).reference}`;
    const there = byDigest.get(createHash("sha256").update(xml).digest("hex")) ?? [];
    if (row.state === "accepted" && there.length === 0) broken.push(`${name} is said to be accepted and did not arrive`);
    if (there.length > 1) broken.push(`${name} arrived ${there.length} times`);
    const [arrival] = there;
    if (!arrival) continue;
    if (arrival.atMs > row.deadline * 1000) broken.push(`${name} arrived too late`);
    const place = arrivals.indexOf(arrival);
    if (place < (lastOf.get(row.thread) ?? -1)) broken.push(`${name} arrived before what it refers to`);
    lastOf.set(row.thread, place);
  }
  if (arrivals.length > stored.length) broken.push(`${arrivals.length} arrived of ${stored.length}`);
  return broken;
}

export function allParcels({ home: { ledger } }: Pick<TestTill, "home">): StoredParcel[] {
  const all: StoredParcel[] = [];
  for (;;) {
    const page = ledger.parcels.list(undefined, all.at(-1)?.row.journalSeq, 5_000);
    all.push(...page);
    if (page.length < 5_000) return all;
  }
}
