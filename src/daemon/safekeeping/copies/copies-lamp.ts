import { resolve } from "node:path";
import type { Lamp } from "../../lamp.ts";
import { type Shop, secondsNow } from "../../shop.ts";

/** What is known of a till's copies. */
export interface CopiesOutlook {
  /** Seconds since 1970 of the newest copy, however it was made; null before the first. */
  readonly lastAt: number | null;
  readonly lastFile: string | null;
  /** How often the till makes one by itself; null where it does not. */
  readonly everyHours: number | null;
  /** The newest copy is young enough. */
  readonly fresh: boolean;
}

/** A till that makes no copies by itself is well while somebody made one within two days. */
const handHours = 48;

/** Looks at the newest copy. Writes nothing. */
export function copiesOutlook(shop: Shop): CopiesOutlook {
  const copy = shop.ledger.safekeeping.newestCopy();
  const everyHours = shop.settings.backup?.everyHours ?? null;
  const oldest = secondsNow(shop) - 3600 * (everyHours === null ? handHours : everyHours * 2);
  return { lastAt: copy?.at ?? null, lastFile: copy?.file ?? null, everyHours, fresh: copy !== undefined && copy.at >= oldest };
}

/** `trouble`: why the running till could not make its copy. */
export function copiesLamp(shop: Shop, trouble: string | null): Lamp {
  const { lastAt, lastFile, everyHours, fresh } = copiesOutlook(shop);
  const last = lastAt === null ? "No copy was made yet." : `Last copy ${shop.law.localTime(lastAt)}, ${lastFile}.`;
  if (trouble !== null) return { light: lastAt !== null && fresh ? "yellow" : "red", message: `${trouble} ${last}` };
  if (everyHours !== null) {
    const near = ownDiskWords(shop);
    const well = near === null ? "green" : "yellow";
    return { light: fresh ? well : lastAt === null ? "yellow" : "red", message: near === null ? last : `${last} ${near}` };
  }
  if (shop.environment === "demo") return { light: "green", message: "A demo needs no copies." };
  const message = `${last} The till makes none by itself: set \`backup\` in tillseal.yaml.`;
  return { light: shop.environment === "live" || lastAt !== null ? "yellow" : "green", message };
}

/** Copies that would die with the home; null where they would not, and in a demo, which has nothing to lose. Often a disk is not mounted. */
function ownDiskWords({ settings: { backup }, world, environment }: Shop): string | null {
  if (!backup || environment === "demo" || !world.onHomeDisk(resolve(backup.folder))) return null;
  return `${backup.folder} is on the home's own disk: if that dies, the copies die with it. Mount another disk there, or name a folder on one (\`backup\` in tillseal.yaml).`;
}

/** Numbers in doubt since a restore. They must be settled before the period's unused numbers can be reported. */
export function unaccountedLamp({ ledger }: Pick<Shop, "ledger">): Lamp {
  const open = ledger.unaccounted.open();
  return open === 0
    ? { light: "green", message: "Every number is accounted for." }
    : {
        light: "yellow",
        message: `${open} numbers are unaccounted since this till was restored: \`tillseal ranges unaccounted\`, then settle them with \`tillseal ranges settle\`.`,
      };
}
