import type { Parcel } from "../../../sync/upstream.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { announceUploads } from "./announce-uploads.ts";

const reason = "The hub was restored from a copy that lacks it; it is sent again.";

/** A hub that was restored lacks what it had accepted: it waits again, and is sent as if for the first time. */
export async function forgetParcels(shop: Shop, parcels: readonly Parcel[]): Promise<void> {
  const { ledger } = shop;
  const moved = await ledger.write(() => {
    const at = secondsNow(shop);
    return parcels.map(({ id }) => {
      const row = ledger.parcels.row(id)!;
      if (row.state !== "accepted") return null;
      return ledger.parcels.move(row, "forgotten", { reason, dueAt: at, tries: 0, endedAt: null });
    });
  });
  announceUploads(
    shop,
    moved.filter((row) => row !== null),
  );
}
