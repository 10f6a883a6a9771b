import { Problem } from "../base/problem.ts";
import type { Downloads } from "../sync/downloads.ts";
import { importRanges } from "./operations/numbers/import-ranges.ts";
import { takeAwards } from "./operations/upload/take-awards.ts";
import type { Shop } from "./shop.ts";

/** Who imported what no person did. */
const postman = "turnkey";

/** The numbers of a period that is over help nobody. */
const deadNumbers = "period-past";

/** Takes into the books what comes down the way upstream. A file that is refused is told of once, and harms nothing. */
export function downloadsOf(shop: Shop): Downloads {
  const orTell = async (name: string, take: () => Promise<unknown>, onRefused?: (why: string) => void) => {
    try {
      await take();
    } catch (error) {
      if (!(error instanceof Problem) || error.code.startsWith("storage-")) throw error;
      if (error.code === "not-importer") return; // another till of the shop takes it
      const faults = error.detail.faults?.map(({ path, message }) => `${path}: ${message}`) ?? [];
      shop.world.log.warn("download-refused", {
        file: name,
        code: error.code,
        reason: error.message,
        faults: faults.slice(0, 5),
      });
      const why = [error.message, ...faults.slice(0, 1)].join(" ");
      shop.feed.publish({ kind: "alert", code: error.code, message: `${name}: ${why}` });
      const isDead = error.detail.faults?.every(({ code }) => code === deadNumbers) ?? false;
      if (!isDead) onRefused?.(why);
    }
  };
  return {
    ranges: (content, name) =>
      orTell(
        name,
        () => importRanges(shop, { content, name, share: { k: 1, n: 1 }, by: postman, key: undefined }),
        (why) => shop.wayDown.refuse(name, why),
      ),
    awards: (awards, name) => orTell(name, () => takeAwards(shop, awards, name)),
  };
}
