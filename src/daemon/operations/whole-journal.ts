import { refuse } from "../../invoice/problems.ts";
import type { Shop } from "../shop.ts";

/** Throws `journal-damaged` where a broken entry was found: such a till only reads, so that nothing is built on the damage. */
export function assertWholeJournal({ journalWatch: { broken } }: Pick<Shop, "journalWatch">): void {
  if (!broken) return;
  throw refuse("journal-damaged", `The journal of this till is damaged, so it only reads. ${broken.explanation}`, {
    hint: "Run `tillseal verify` to see the damage, then restore a backup.",
  });
}
