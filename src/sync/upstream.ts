import type { KeyObject } from "node:crypto";
import type { Step } from "../base/loop.ts";
import type { Lender } from "./lending/lender.ts";

/** A sealed document on its way: what it is, in which order it goes, and its content in either of the forms upstreams take. */
export interface Parcel {
  /** Its entry's place in the journal, which names it here. */
  readonly id: number;
  /** Parcels of one thread go one after the other: an issue before its allowance before its cancellation. */
  readonly thread: number;
  /** The message upstream knows it as: `F0401`. */
  readonly message: string;
  /** The seller whose document it is. */
  readonly seller: string;
  /** Seconds since 1970: the moment of the act, and the last moment for it to arrive. */
  readonly createdAt: number;
  readonly deadline: number;
  /** How often it was sent before. */
  readonly tries: number;
  /** Seconds since 1970 when it was last handed over; null before the first time. */
  readonly sentAt: number | null;
  /** The sealed entry, as it stands in the journal. */
  readonly entry: { readonly seq: number; readonly kind: string; readonly doc: string; readonly hash: string };
  /** The authority's message, made of the sealed record. The same record always gives the same text. */
  xml(): string;
}

/**
 * What became of a parcel, as far as upstream has said.
 * - `accepted`: there for good.
 * - `pending`: handed over; ask again later.
 * - `absent`: upstream does not have it, so it may be sent again.
 * - `again`: upstream could not take it now; `once` where it should be tried only once more.
 * - `waits-for`: the document it refers to is not there yet.
 * - `rejected`, `conflict`: a person must look. A conflict is other content under the same number; nothing is ever overwritten.
 * - `channel`: not this parcel is wrong but the way itself; all of it waits until that is mended.
 */
export type Fate =
  | { readonly result: "accepted" | "pending" | "absent" }
  | { readonly result: "again"; readonly code: string; readonly reason: string; readonly once: boolean }
  | { readonly result: "waits-for" | "rejected" | "channel"; readonly code: string; readonly reason: string }
  | { readonly result: "conflict"; readonly code?: string; readonly reason: string };

/** Fates by parcel id. A parcel that is not named may or may not have arrived: it is asked about before it is sent again. */
export type Fates = ReadonlyMap<number, Fate>;

/** Upstream could not be spoken to. Nothing is known of anything that had left by then. */
export interface Unreachable {
  readonly result: "unreachable";
  readonly reason: string;
  /** True only where it is certain that nothing arrived: then all of it simply waits again. */
  readonly nothingArrived: boolean;
}

/** Numbers in doubt, both ends included, and since when they may have been issued (seconds since 1970). */
export interface IssuedSearch {
  readonly seller: string;
  readonly since: number;
  readonly spans: readonly { readonly period: string; readonly track: string; readonly first: number; readonly last: number }[];
}

export interface IssuedNumber {
  readonly period: string;
  readonly track: string;
  readonly serial: number;
  /** Where it was seen, in words. */
  readonly evidence: string;
}

export type Answer = { readonly result: "answered"; readonly fates: Fates } | Unreachable;

/** What came of making a till known. The same code with the same key again is answered alike. */
export type Enrolment =
  | { readonly result: "enrolled"; readonly hub: string }
  | { readonly result: "refused" | "unreachable"; readonly reason: string };

/** One way out of the shop. Delivering is idempotent by parcel: the same one twice is in effect once. */
export interface Upstream {
  readonly address: URL;
  /** How many parcels it takes at once. */
  readonly batchSize: number;
  /** Hands parcels over, each of them the first of its thread. */
  deliver(parcels: readonly Parcel[], signal: AbortSignal): Promise<Answer>;
  /** Asks what became of parcels handed over before. */
  inquire(parcels: readonly Parcel[], signal: AbortSignal): Promise<Answer>;
  /**
   * Which numbers of these an issue was handed over for, by this till or one it took the place of; absent where nobody can say.
   * A number that is not named may be issued all the same. Null when upstream could not be looked at.
   */
  findIssued?(search: IssuedSearch, signal: AbortSignal): Promise<readonly IssuedNumber[] | null>;
  /** What keeps a seller's documents from going this way now, in words; empty where nothing does. Changes nothing. */
  look?(seller: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Takes in what came down without having been asked for; absent where nothing does. */
  collect?(signal: AbortSignal): Promise<Step>;
  /** Makes a till known by its key, with a code that head office gave out; absent where tills need not be known. */
  enrol?(code: string, key: KeyObject, signal: AbortSignal): Promise<Enrolment>;
  /** Who lends numbers on this way; absent where they come as files only. */
  readonly lender?: Lender;
}
