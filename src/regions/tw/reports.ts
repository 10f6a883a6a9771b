import type { Due, LocalDay, RegionReports } from "../reports.ts";
import { taipei, taipeiMidnight } from "./calendar.ts";
import { reportSlip } from "./paper/report.ts";
import { periodEndsAt, periodStartsAt } from "./ranges/period.ts";
import { unusedDeadline } from "./ranges/unused/unused.ts";

/** Taiwan's days are Taipei's; a period is reported by the 10th and filed by the 15th of the next odd month (spec/taiwan.md 2.5, 8.2). */
export const twReports: RegionReports = { dayFromText, dayOf, periodStartsAt, dues, slip: reportSlip };

function dayFromText(text: string): LocalDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const from = taipeiMidnight({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) });
  return taipei(from).date === text ? dayOf(from) : null;
}

function dayOf(atSeconds: number): LocalDay {
  const today = taipei(atSeconds);
  const from = taipeiMidnight(today);
  return { date: today.date, from, to: from + 86_400 };
}

function dues(period: string): Due[] {
  return [
    { code: "unused-numbers", message: "Report the unused numbers (空白未使用字軌, E0402).", at: unusedDeadline(period) },
    { code: "filing", message: "File the return (營業稅申報).", at: periodEndsAt(period) + 15 * 86_400 - 1 },
  ];
}
