import { refuse } from "../../invoice/problems.ts";
import type { Shop } from "../shop.ts";

/** Throws `journal-damaged` where a broken entry was found: such a till only reads, so that nothing is built on the damage. */
export function assertWholeJournal({ journalWatch: { broken } }: Pick<Shop, "journalWatch">): void {
  if (!broken) return;
  const what =
    broken.fault === "range-astray"
      ? "The ranges of this till are not where its journal left them"
      : "The journal of this till is damaged";
  throw refuse("journal-damaged", `${what}, so it only reads. ${broken.explanation}`, {
    hint: "Run `tillseal verify` to see the damage, then restore a backup.",
  });
}
