import type { Step } from "../../base/loop.ts";
import { lateSealKind } from "../../invoice/seal/chain.ts";
import { signHash } from "../../invoice/seal/seal.ts";
import { type Shop, secondsNow } from "../shop.ts";

/** So many late seals in one commit; a till that sold for days without a key catches up in pieces. */
const pieceSize = 64;

/** Signs what was written while there was no usable key. Each late seal is an entry of its own: the journal never changes. */
export async function sealPending(shop: Shop): Promise<Step> {
  const { key, ledger, journalWatch } = shop;
  if (!key || journalWatch.broken) return "idle";
  const sealed = await ledger.write(() => {
    const waiting = ledger.journal.unsealed(pieceSize);
    for (const { seq, hash } of waiting) {
      const doc = {
        seq,
        hash: Buffer.from(hash).toString("hex"),
        kid: key.kid,
        sig: Buffer.from(signHash(hash, key)).toString("base64"),
      };
      ledger.journal.append({ kind: lateSealKind, doc, at: secondsNow(shop) }, key);
    }
    return waiting.length;
  });
  return sealed > 0 ? "worked" : "idle";
}
