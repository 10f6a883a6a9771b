import type { ActSpan } from "../../../db/till/reports/acts.ts";
import type { SlipCount } from "../../../db/till/reports/condition.ts";
import { DaySum } from "../../invoice/totals/day-sum.ts";
import type { DayReport, OpenMatter, PaperCounts } from "../../invoice/totals/report.ts";
import type { LocalDay } from "../../regions/reports.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { reportHeading, rest } from "./report-heading.ts";

/** Which day, and of which terminal; null for the whole till. */
export interface WhichDay {
  readonly day: LocalDay;
  readonly terminal: string | null;
}

/** A day summed up to some place in the journal. `finish` takes in what came since, which is little, and looks at paper and uploads. */
export interface SummedDay {
  /** Synchronous, so that a closing can be made of it inside a write. */
  finish(): DayReport;
}

/** Sums a day from the sealed records, in pieces, while sales go on. */
export async function sumDay(shop: Shop, { day, terminal }: WhichDay): Promise<SummedDay> {
  const { acts, journal } = shop.ledger;
  const sum = new DaySum();
  const upTo = journal.head().seq;
  const span = { from: day.from, to: day.to, terminal };
  for (const piece of acts.pieces({ ...span, after: 0, upTo })) {
    sum.takeAll(piece);
    await rest(shop);
  }
  return {
    finish() {
      const heading = reportHeading(shop);
      const newcomers = { ...span, after: upTo, upTo: heading.head.seq };
      for (const piece of acts.pieces(newcomers)) sum.takeAll(piece);
      return { ...heading, date: day.date, terminal, totals: sum.totals, ...condition(shop, { ...newcomers, after: 0 }) };
    },
  };
}

/** A day's totals as they are now. */
export async function dayReport(shop: Shop, which: WhichDay): Promise<DayReport> {
  return (await sumDay(shop, which)).finish();
}

function condition(shop: Shop, span: ActSpan): Pick<DayReport, "papers" | "uploads" | "numbersLeft" | "open"> {
  const { condition } = shop.ledger;
  return {
    papers: paperCounts(condition.slips(span)),
    uploads: condition.parcels(span),
    numbersLeft: numbersLeft(shop),
    open: openMatters(shop),
  };
}

function paperCounts(slips: readonly SlipCount[]): PaperCounts {
  const count = (wanted: (slip: SlipCount) => boolean) => slips.reduce((sum, slip) => sum + (wanted(slip) ? slip.count : 0), 0);
  const original = (...states: readonly string[]) => count(({ state, isCopy }) => isCopy === 0 && states.includes(state));
  const settled = (...outcomes: readonly string[]) =>
    count(({ isCopy, outcome }) => isCopy === 0 && outcome !== null && outcomes.includes(outcome));
  return {
    printed: original("printed"),
    sent: original("sent"),
    settled: settled("on-paper", "torn-handed"),
    doubtful: original("uncertain"),
    waiting: original("waiting", "sending", "failed"),
    held: original("held"),
    replaced: settled("nothing", "torn-kept"),
    dropped: original("dropped"),
    copies: count(
      ({ isCopy, state, outcome }) =>
        isCopy === 1 && (state === "printed" || state === "sent" || outcome === "on-paper" || outcome === "torn-handed"),
    ),
  };
}

function numbersLeft(shop: Shop): DayReport["numbersLeft"] {
  const period = shop.law.period(secondsNow(shop));
  const left = new Map<string, number>();
  for (const { invoiceType, state, last, next, ...range } of shop.ledger.ranges.list())
    if (range.period === period && (state === "open" || state === "standby"))
      left.set(invoiceType, (left.get(invoiceType) ?? 0) + last - next + 1);
  return [...left].map(([invoiceType, left]) => ({ invoiceType, left }));
}

/** What is not finished on the whole till, in words; what is in order is not mentioned. */
function openMatters({ ledger }: Shop): OpenMatter[] {
  const { uncertain = 0, waiting = 0, sending = 0, failed = 0, held = 0 } = ledger.condition.openSlips();
  const due = waiting + sending + failed;
  const unsealed = ledger.journal.pendingSeals();
  const parcels = ledger.condition.openParcels();
  const open = Object.values(parcels).reduce((sum, count) => sum + count, 0);
  const inWords = Object.entries(parcels).map(([state, count]) => `${count} ${state}`);
  const matters: OpenMatter[] = [
    { code: "slips-doubtful", count: uncertain, message: `${uncertain} slips are doubtful: look at the paper and settle them.` },
    { code: "slips-waiting", count: due, message: `${due} slips wait for a printer.` },
    { code: "slips-held", count: held, message: `${held} slips are held until somebody asks for them.` },
    { code: "records-unsealed", count: unsealed, message: `${unsealed} records wait for their seal.` },
    { code: "parcels-open", count: open, message: `${open} documents are not with the authority yet (${inWords.join(", ")}).` },
  ];
  return matters.filter(({ count }) => count > 0);
}
