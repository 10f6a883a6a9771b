import type { Grant, Grantee, RangeFileRead, RegionNumbers, UnusedNumbers } from "../numbers.ts";
import { periodOf, taipei, taipeiMidnight } from "./calendar.ts";
import { generalType } from "./law/tax-kind.ts";
import { lastsUntil } from "./ranges/forecast.ts";
import { grantFaults } from "./ranges/grant-faults.ts";
import { fileOfLease } from "./ranges/lease-file.ts";
import { nextPeriod, periodEndsAt, periodFromText } from "./ranges/period.ts";
import { rangeFileKind, readRangeFile } from "./ranges/range-file.ts";
import { shareFromText, shareOf } from "./ranges/share.ts";
import { stockLevel } from "./ranges/stock-level.ts";
import { joinTills } from "./ranges/unused/join-tills.ts";
import { unusedDeadline, unusedOf } from "./ranges/unused/unused.ts";

/** Taiwan's numbers: granted in booklets for two months, imported as files, the rest reported by the tenth (spec/taiwan.md 2). */
export const twNumbers: RegionNumbers = {
  readRangeFile: readFor,
  fileOfLease,
  usualKind: generalType,
  grantsIn,
  comesOnce: (bytes) => rangeFileKind(bytes) === "e0501",
  shareFromText,
  shareOf,
  periodFromText,
  periodEndsAt,
  comingPeriod,
  dayEndsAt: (atSeconds) => taipeiMidnight(taipei(atSeconds)) + 86_400,
  unusedOf,
  joinTills,
  unusedMessage: "E0402",
  unusedRecord,
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

function grantsIn(bytes: Uint8Array): readonly Grant[] {
  const read = readRangeFile(bytes);
  return read.result === "read" ? read.grants : [];
}

/** The next period's numbers show up around the 20th of the even month (spec/taiwan.md 2.2). */
function comingPeriod(atSeconds: number) {
  const now = periodOf(atSeconds);
  const { year, month } = taipei(periodEndsAt(now) - 1);
  return { period: nextPeriod(now), dueAt: taipeiMidnight({ year, month, day: 20 }) };
}

/** What the E0402 is written from. */
function unusedRecord({ headOfficeId, branchId, invoiceType, period, track, items }: UnusedNumbers) {
  return { headBan: headOfficeId, branchBan: branchId, invoiceType, period, track, unused: items };
}
