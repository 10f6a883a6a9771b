import { createHash } from "node:crypto";
import { join } from "node:path";
import { openForReading, type Sqlite } from "../../../db/till/file/open.ts";
import type { Region } from "../../../src/regions/region.ts";
import type { Arrival } from "./road.ts";

export interface Parcel {
  readonly id: number;
  readonly thread: number;
  readonly message: string;
  readonly state: string;
  readonly code: string | null;
  readonly reason: string | null;
  /** Seconds since 1970. */
  readonly deadline: number;
  /** How near its deadline somebody was told of its day: 0 for not at all, 4 when it has passed. */
  readonly warned: number;
  readonly hash: Buffer;
  readonly doc: string;
}

export interface Seen {
  readonly arrivals: readonly Arrival[];
  readonly nowMs: number;
  /** When each life began. */
  readonly beganMs: readonly number[];
  /** Whether the other side is put back to old copies now and then. */
  readonly forgets: boolean;
  /** When the till last heard that the other side had forgotten a document it had accepted, by its entry. */
  readonly heardMs: ReadonlyMap<number, number>;
  /** Whether what is accepted may be missing there, until the till has told. */
  readonly mayBeForgotten: boolean;
}

/** A till that has been awake for so long has looked at every deadline. */
const looksWithinMs = 3 * 60_000;
const lastWarning = 4;

const select = `SELECT p.journal_seq AS id, p.thread, p.message, p.state, p.code, p.reason, p.deadline, j.hash, j.doc
  FROM parcels p JOIN journal j ON j.seq = p.journal_seq ORDER BY p.journal_seq`;

/** The worst that was ever told of a day's deadlines. */
const selectTold = "SELECT key, max(worst) AS worst FROM alerts WHERE kind = 'upload-deadline' GROUP BY key";

/** The judge of promise 8: reads the till's file itself, and compares it with what the other side has stored. */
export class WayJudge {
  readonly #sqlite: Sqlite;
  readonly #region: Region;
  readonly #proofs = new Map<string, readonly string[]>();

  constructor(folder: string, region: Region) {
    this.#sqlite = openForReading(join(folder, "till.db"));
    this.#region = region;
  }

  parcels(): readonly Parcel[] {
    const told = new Map(
      (this.#sqlite.prepare(selectTold).all() as { key: string; worst: number }[]).map(({ key, worst }) => [key, worst]),
    );
    const rows = this.#sqlite.prepare(select).all() as Omit<Parcel, "warned">[];
    return rows.map((row) => ({ ...row, warned: told.get(this.#region.localTime(row.deadline).slice(0, 10)) ?? 0 }));
  }

  violations(seen: Seen): string[] {
    const left = new Map<string, number[]>();
    for (const [place, { proof }] of seen.arrivals.entries()) left.set(proof, [...(left.get(proof) ?? []), place]);
    const lastOf = new Map<number, number>();
    const parcels = this.parcels();
    const everThere = new Set(seen.arrivals.map(({ proof }) => proof));
    const broken = parcels.flatMap((parcel) => {
      // In turn, for two may read alike: a number withdrawn twice within a second.
      const place = this.#proofsOf(parcel)
        .map((proof) => left.get(proof)?.shift())
        .find((one) => one !== undefined);
      const saysNoMore = () => withdrawsNothing(parcel, parcels) && this.#proofsOf(parcel).some((proof) => everThere.has(proof));
      const isAccountedFor = place !== undefined || seen.mayBeForgotten || saysNoMore();
      const faults = [...isThere(parcel, isAccountedFor), ...toldInTime(parcel, seen)];
      if (place === undefined) return faults;
      if (place < (lastOf.get(parcel.thread) ?? -1)) faults.push(`${nameOf(parcel)} arrived before what it refers to`);
      // A hub that forgot a part of a thread may take what does not refer to that part before it is told.
      if (!seen.forgets || parcel.message === "F0401") lastOf.set(parcel.thread, place);
      return [...faults, ...inTime(parcel, seen.arrivals[place]!, seen)];
    });
    const surplus = [...left.values()].flat().map((place) => seen.arrivals[place]!);
    return [
      ...broken,
      ...surplus.map(({ message, reference }) => `${message} ${reference} arrived once more than it was sealed`),
    ];
  }

  close(): void {
    this.#sqlite.close();
  }

  /** What the other side may know it by: the message's text, or the sealed entry. */
  #proofsOf({ hash, message, doc }: Parcel): readonly string[] {
    const entry = hash.toString("hex");
    const known = this.#proofs.get(entry);
    if (known) return known;
    const xml = this.#region.messages.xml(message, JSON.parse(doc));
    const proofs = [createHash("sha256").update(xml).digest("hex"), entry];
    this.#proofs.set(entry, proofs);
    return proofs;
  }
}

function isThere(parcel: Parcel, isAccountedFor: boolean): string[] {
  if (parcel.state === "conflict")
    return [`${nameOf(parcel)} is in conflict, though nobody else sends documents: ${parcel.code} ${parcel.reason}`];
  return parcel.state === "accepted" && !isAccountedFor ? [`${nameOf(parcel)} is said to be accepted and is not there`] : [];
}

/**
 * Whether it takes back an issue that was refused and settled by hand, so that the number is still withdrawn there. Where that
 * earlier withdrawal reads alike, for both were made within a second, the authority calls this one a duplicate, and rightly.
 */
function withdrawsNothing({ id, thread, message }: Parcel, parcels: readonly Parcel[]): boolean {
  if (message !== "F0701") return false;
  const issue = parcels.findLast((other) => other.thread === thread && other.id < id && other.message === "F0401");
  return issue?.state === "resolved";
}

/** While it is open and overdue, and the till had time to look, somebody was told. */
function toldInTime(parcel: Parcel, { nowMs, beganMs, heardMs }: Seen): string[] {
  const isOpen = parcel.state !== "accepted" && parcel.state !== "resolved";
  // What a hub forgot is overdue from the moment the till hears of it.
  const overdueMs = nowMs - Math.max(parcel.deadline * 1000, heardMs.get(parcel.id) ?? 0);
  const awakeMs = nowMs - (beganMs.at(-1) ?? nowMs);
  return isOpen && Math.min(overdueMs, awakeMs) > looksWithinMs && parcel.warned < lastWarning
    ? [`${nameOf(parcel)} is overdue, and nobody was told`]
    : [];
}

/** Too late is told beforehand, unless the till slept until the moment it sent it. */
function inTime(parcel: Parcel, { atMs }: Arrival, { beganMs }: Seen): string[] {
  const late = atMs > parcel.deadline * 1000;
  const justAwake = beganMs.some((began) => began <= atMs && atMs - began < looksWithinMs);
  return late && parcel.warned === 0 && !justAwake ? [`${nameOf(parcel)} arrived too late, and nobody was told`] : [];
}

function nameOf({ id, message, state }: Parcel): string {
  return `${message} of entry ${id} (${state})`;
}
