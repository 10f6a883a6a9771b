import type { ParcelRow, StoredParcel } from "../../../../db/till/books/parcels.ts";
import { conclusionOf } from "../../../sync/conclude.ts";
import type { Outbox } from "../../../sync/outbox.ts";
import type { Answer, Parcel } from "../../../sync/upstream.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { viewInvoice } from "../view-invoice.ts";
import { announceUploads } from "./announce-uploads.ts";
import { settleUnstored } from "./settle-unstored.ts";

/** Who settled what no person did. */
const itself = "tillseal";

/** How many held parcels are looked at in one step. */
const restedAtOnce = 200;
/** So many pauses end with one answer, lest the till stand still over a long queue. */
const hastenedAtOnce = 1000;

/** The ledger's parcels as an outbox, telling the feed of each move. */
export function ledgerOutbox(shop: Shop): Outbox {
  const { ledger, world } = shop;
  const chance = () => {
    const [high = 0, low = 0] = world.randomBytes(2);
    return (high * 256 + low) / 65_535;
  };

  /** Every move in one commit, then told. */
  async function moveAll(change: (at: number) => readonly (ParcelRow | null)[]): Promise<number> {
    const moved = await ledger.write(() => change(secondsNow(shop)));
    const done = moved.filter((row) => row !== null);
    announceUploads(shop, done);
    return done.length;
  }

  /** Something may still wait out the pauses of an outage. */
  let hasPauses = true;

  const rowOf = ({ id }: Parcel): ParcelRow => ledger.parcels.row(id)!;

  return {
    due: (limit) => ledger.parcels.due(secondsNow(shop), limit).map((stored) => parcelOf(shop, stored)),
    unanswered: (limit) => ledger.parcels.unanswered(secondsNow(shop), limit).map((stored) => parcelOf(shop, stored)),
    async send(parcels) {
      await moveAll((at) =>
        parcels.map((parcel) => {
          const row = rowOf(parcel);
          // Asked about at once where the process dies before the answer is written down. Why it waited is over.
          return row.state === "waiting"
            ? ledger.parcels.move(row, "send", { sentAt: at, tries: row.tries + 1, dueAt: at, reason: null })
            : null;
        }),
      );
    },
    async conclude(parcels, answer) {
      const isBack = hasPauses && answer.result === "answered";
      await moveAll((at) => {
        // The pauses of an outage have grown long; what waits in them need not, now that the way is open again.
        if (isBack) hasPauses = ledger.parcels.hasten(at, hastenedAtOnce) === hastenedAtOnce;
        return parcels.flatMap((parcel) => conclude(shop, rowOf(parcel), { answer, at, chance: chance() }));
      });
      if (answer.result === "unreachable") hasPauses = true;
    },
    async release() {
      // Looked at first: this is asked every few seconds, and there is hardly ever any.
      if (ledger.parcels.rested(secondsNow(shop), 1).length === 0) return 0;
      return moveAll((at) =>
        ledger.parcels.rested(at, restedAtOnce).map((row) => ledger.parcels.move(row, "release", { dueAt: at })),
      );
    },
  };
}

interface Concluding {
  readonly answer: Answer;
  readonly at: number;
  readonly chance: number;
}

function conclude(shop: Shop, row: ParcelRow, { answer, at, chance }: Concluding): readonly (ParcelRow | null)[] {
  const { ledger } = shop;
  if (row.state !== "sent") return []; // a person resolved it meanwhile
  const { event, reason, code, inSeconds } = conclusionOf(
    { id: row.journalSeq, tries: row.tries, code: row.code },
    answer,
    chance,
  );
  const dueAt = at + (inSeconds ?? 0);
  if (event === null) {
    ledger.parcels.put(row, { dueAt, reason });
    return [];
  }
  const moved = ledger.parcels.move(row, event, { reason, code, dueAt, ...(inSeconds === null && { endedAt: at }) });
  return event === "reject" ? [moved, ...settleWithdrawn(shop, row, at)] : [moved];
}

/** It was withdrawn while it was on its way, and is refused now: there is nothing to take back. */
function settleWithdrawn(shop: Shop, { invoiceId }: ParcelRow, at: number): readonly ParcelRow[] {
  if (invoiceId === null) return [];
  const { parcels, undoings } = viewInvoice(shop, invoiceId);
  const isWithdrawn = undoings.some(({ act }) => act === "withdraw");
  return isWithdrawn ? settleUnstored(shop, parcels, { by: itself, at }) : [];
}

/** A parcel as upstreams see it. */
export function parcelOf({ region, seller }: Pick<Shop, "region" | "seller">, { row, entry }: StoredParcel): Parcel {
  const { journalSeq: id, thread, message, createdAt, deadline, tries, sentAt } = row;
  return {
    id,
    thread,
    message,
    seller: seller.businessId,
    createdAt,
    deadline,
    tries,
    sentAt,
    entry: { ...entry, hash: entry.hash.toString("hex") },
    xml: () => region.messages.xml(message, JSON.parse(entry.doc)),
  };
}
