import { refuse } from "../../../invoice/problems.ts";
import type { Shop } from "../../shop.ts";

/** What a person says of a file's numbers after a restore. */
export type AfterRestore = "never-held" | "may-be-used";

/**
 * Whether the till that was lost can have held numbers of this period that the copy does not know of: whatever was granted by the day
 * of the restore. False on a till that never was restored.
 */
export function mayHaveBeenHeld({ ledger, region }: Pick<Shop, "ledger" | "region">, period: string): boolean {
  const restored = ledger.safekeeping.restoration();
  return restored !== undefined && period <= region.numbers.comingPeriod(restored.at).period;
}

/** The same file may have been imported by the till that was lost, after the copy was made. Nobody here can know; a person can. */
export function askedAfterRestore(shop: Shop, periods: readonly string[], said: AfterRestore | undefined): AfterRestore | null {
  const doubtful = [...new Set(periods)].filter((period) => mayHaveBeenHeld(shop, period));
  if (doubtful.length === 0) return null;
  if (said !== undefined) return said;
  throw refuse(
    "import-after-restore",
    `This till was restored, and it cannot know whether these numbers of ${doubtful.join(", ")} were used.`,
    {
      hint: "Say afterRestore=never-held (`--after-restore never-held`) when you downloaded the file after the till was lost and no other till has it; may-be-used keeps the numbers as unaccounted until they are settled.",
    },
  );
}
