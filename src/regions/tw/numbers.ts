import type { Grantee, RangeFileRead, RegionNumbers } from "../numbers.ts";
import { taipei, taipeiMidnight } from "./calendar.ts";
import { lastsUntil } from "./ranges/forecast.ts";
import { grantFaults } from "./ranges/grant-faults.ts";
import { periodEndsAt, periodFromText } from "./ranges/period.ts";
import { readRangeFile } from "./ranges/range-file.ts";
import { shareFromText, shareOf } from "./ranges/share.ts";
import { stockLevel } from "./ranges/stock-level.ts";
import { unusedDeadline, unusedOf } from "./ranges/unused/unused.ts";

/** Taiwan's numbers: granted in booklets for two months, imported as files, the rest reported by the tenth (spec/taiwan.md 2). */
export const twNumbers: RegionNumbers = {
  readRangeFile: readFor,
  shareFromText,
  shareOf,
  periodFromText,
  periodEndsAt,
  dayEndsAt: (atSeconds) => taipeiMidnight(taipei(atSeconds)) + 86_400,
  unusedOf,
  unusedDeadline,
  lastsUntil,
  stockLevel,
};

function readFor(bytes: Uint8Array, grantee: Grantee): RangeFileRead {
  const read = readRangeFile(bytes);
  if (read.result === "refused") return read;
  const faults = grantFaults(read.grants, grantee);
  return faults.length > 0 ? { result: "refused", faults } : read;
}
