import type { ParcelRow, StoredParcel } from "../../../../db/till/books/parcels.ts";
import { refuse } from "../../../invoice/problems.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { askedBefore, type KeyedRequest, keepRequest } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import { announceUploads } from "./announce-uploads.ts";

export interface ParcelAct {
  /** The parcel's id: its entry's place in the journal. */
  readonly id: number;
  /** Why, in the words of who decided it. */
  readonly reason: string;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** Sends a refused document again, once what was wrong outside of it is mended: a qualification, a range, a setting. Journalled. */
export function retryParcel(shop: Shop, act: ParcelAct): Promise<StoredParcel> {
  return decide(shop, act, {
    operation: "parcel-retry",
    move: (row, at) => shop.ledger.parcels.move(row, "mend", { dueAt: at, tries: 0, reason: null, code: null, endedAt: null }),
    from: ["rejected"],
  });
}

/** Closes a document that will not go upstream from here: a person settled it otherwise and says how. Journalled. */
export function resolveParcel(shop: Shop, act: ParcelAct): Promise<StoredParcel> {
  return decide(shop, act, {
    operation: "parcel-resolve",
    move: (row, at) => shop.ledger.parcels.move(row, "resolve", { reason: act.reason, endedAt: at }),
    from: ["held", "rejected", "conflict"],
  });
}

interface Decision {
  readonly operation: "parcel-retry" | "parcel-resolve";
  readonly from: readonly ParcelRow["state"][];
  move(row: ParcelRow, at: number): ParcelRow | null;
}

async function decide(shop: Shop, act: ParcelAct, { operation, from, move }: Decision): Promise<StoredParcel> {
  const { id, reason, by, key } = act;
  const { ledger } = shop;
  const keyed: KeyedRequest = { client: by, key, operation, content: { id, reason } };
  const moved = await ledger.write(() => {
    if (askedBefore(shop, keyed)) return null;
    const found = ledger.parcels.find(id);
    if (!found) throw unknownParcel(id);
    assertWholeJournal(shop);
    if (!from.includes(found.row.state)) throw notStuck(found.row, from);
    const at = secondsNow(shop);
    journalDecision(shop, found.row, { operation, reason, by, at });
    keepRequest(shop, keyed, { subject: String(id) });
    return move(found.row, at);
  });
  if (moved) announceUploads(shop, [moved]);
  return ledger.parcels.find(id)!;
}

export interface Decided extends Pick<Decision, "operation"> {
  readonly reason: string;
  readonly by: string;
  readonly at: number;
}

/** Writes down what was decided of a parcel that stood like this. Inside a write. */
export function journalDecision({ ledger, key }: Shop, row: ParcelRow, { operation, reason, by, at }: Decided): void {
  const { journalSeq: parcel, message, state: was, code } = row;
  ledger.journal.append({ kind: operation, doc: { parcel, message, was, code, reason, by }, at }, key);
}

function unknownParcel(id: number) {
  return refuse("not-found", `There is no document ${id} in the outbox.`, { hint: "GET /v1/outbox lists them." });
}

function notStuck({ journalSeq, state }: ParcelRow, from: readonly string[]) {
  return refuse("parcel-not-stuck", `Document ${journalSeq} is ${state}; only one that is ${from.join(" or ")} needs this.`, {
    hint: "What is waiting or sent goes on by itself.",
  });
}
