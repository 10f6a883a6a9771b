import type { ClosingRecord, DayReport } from "../invoice/totals/report.ts";
import type { Block } from "../receipt/blocks.ts";

/** A local day. */
export interface LocalDay {
  /** `2026-11-26` */
  readonly date: string;
  /** Seconds since 1970: its first second, and the first one after it. */
  readonly from: number;
  readonly to: number;
}

/** Something that is due after a period. */
export interface Due {
  readonly code: string;
  readonly message: string;
  /** The last second in which it is in time, since 1970. */
  readonly at: number;
}

/** What a country adds to a shop's reports: its days, its dates, its words. */
export interface RegionReports {
  /** The day of a date such as `2026-11-26`; null when there is no such day. */
  dayFromText(text: string): LocalDay | null;
  dayOf(atSeconds: number): LocalDay;
  /** The first second of a period. */
  periodStartsAt(period: string): number;
  /** Everything due after a period, soonest first. */
  dues(period: string): readonly Due[];
  /** A day's totals on paper, closed or not yet. */
  slip(record: DayReport | ClosingRecord, options: ReportPaper): Block[];
}

export interface ReportPaper {
  /** 0 is the first; any other number marks a copy. */
  readonly copy: number;
  readonly shopPaper: { readonly logoLine: string };
}
