import type { Environment, Seller } from "../record.ts";
import type { CountAndTotal, DayTotals } from "./day-sum.ts";
import type { PeriodTotals } from "./period-sum.ts";

/** The journal's newest entry when a report was made: every figure of the totals is of entries up to it, and of no later one. */
export interface HeadAt {
  readonly seq: number;
  /** Lower-case hexadecimal. */
  readonly hash: string;
}

/** Who reports, of what till, and when. */
export interface ReportHeading {
  readonly format: 1;
  readonly region: string;
  readonly environment: Environment;
  readonly seller: Seller;
  readonly currency: string;
  /** Local time with offset. */
  readonly madeAt: string;
  readonly head: HeadAt;
}

/** What became of the proof slips of the day's invoices, as it is known at the report's moment. */
export interface PaperCounts {
  /** Originals the printer confirmed; those sent to one that cannot answer; those a person found on paper. */
  readonly printed: number;
  readonly sent: number;
  readonly settled: number;
  readonly doubtful: number;
  readonly waiting: number;
  readonly held: number;
  /** Pieces a person said never came out whole; another original followed each. */
  readonly replaced: number;
  /** Taken off the queue because the invoice was undone. */
  readonly dropped: number;
  /** Marked copies that came out. */
  readonly copies: number;
}

/** Something a person should know is not finished, on the whole till. */
export interface OpenMatter {
  readonly code: "slips-doubtful" | "slips-waiting" | "slips-held" | "records-unsealed" | "parcels-open";
  readonly count: number;
  readonly message: string;
}

/** A day's totals for closing. Plain JSON without floats: a closing is journalled as it stands. */
export interface DayReport extends ReportHeading {
  /** `2026-11-26` */
  readonly date: string;
  /** Only sales of this terminal, and what was undone of them; null for the whole till. */
  readonly terminal: string | null;
  readonly totals: DayTotals;
  readonly papers: PaperCounts;
  /** Messages of the day's acts, by the state of their parcels. */
  readonly uploads: Readonly<Record<string, number>>;
  readonly numbersLeft: readonly { readonly invoiceType: string; readonly left: number }[];
  readonly open: readonly OpenMatter[];
}

/** What was done between two closings, whatever the day. net = issued − undone − allowances. */
export interface Since {
  /** Reissued revisions included. */
  readonly issued: CountAndTotal;
  readonly undone: CountAndTotal;
  /** Less those taken back. */
  readonly allowances: CountAndTotal;
  readonly net: number;
}

/** A day closed: its report, who closed it, and the closing of the same till or terminal before it. */
export interface ClosingRecord extends DayReport {
  readonly by: string;
  readonly previous: (HeadAt & { readonly date: string; readonly madeAt: string; readonly since: Since }) | null;
}

/** A date by which something must be with the authority. Local time with offset. */
export interface DueDate {
  readonly code: string;
  readonly message: string;
  readonly at: string;
}

/** A period's totals for filing. */
export interface PeriodReport extends ReportHeading {
  readonly period: string;
  /** First second, and the first one after it. */
  readonly from: string;
  readonly to: string;
  readonly running: boolean;
  readonly totals: PeriodTotals;
  /** Whether every number of every range is accounted for; where not, `problems` names the numbers. */
  readonly accounted: boolean;
  readonly problems: readonly string[];
  readonly due: readonly DueDate[];
}
