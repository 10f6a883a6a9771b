import { z } from "@hono/zod-openapi";
import type { LocalDay, RegionReports } from "../../../regions/reports.ts";

/** A local day or a moment, as people search by. */
export const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: "use a day like 2026-11-22, or a time with its offset like 2026-11-22T14:03:05+08:00",
  })
  .openapi({
    example: "2026-11-22",
    description: "A local day, or a moment with its offset. A whole day counts with both its ends.",
  });

/** The seconds since 1970 that a search names, both ends included. */
export function secondsOf(
  { dayFromText }: Pick<RegionReports, "dayFromText">,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): { readonly from?: number; readonly to?: number } {
  const second = (text: string, ofDay: (day: LocalDay) => number) => {
    const day = dayFromText(text);
    return day ? ofDay(day) : Math.floor(Date.parse(text) / 1000);
  };
  return {
    ...(from !== undefined && { from: second(from, (day) => day.from) }),
    ...(to !== undefined && { to: second(to, (day) => day.to - 1) }),
  };
}
