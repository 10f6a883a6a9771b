import type { SettleOutcome, SlipState } from "../../../src/invoice/paper/slip.ts";
import type { Drizzle } from "../file/drizzle.ts";
import type { ActSpan } from "./acts.ts";

/** So many proof slips in one state. */
export interface SlipCount {
  readonly state: SlipState;
  readonly outcome: SettleOutcome | null;
  readonly isCopy: 0 | 1;
  readonly count: number;
}

/** How things stand right now, counted by the database: papers, uploads, and what is still open. */
export function conditionBook(db: Drizzle) {
  const count = (query: string, span: object = {}) =>
    byState(db.$client.prepare<[object], { state: string; count: number }>(query).all(span));
  return {
    /** Proof slips of the invoices issued in the span, revisions of them included. */
    slips: (span: ActSpan): SlipCount[] => db.$client.prepare<[object], SlipCount>(slipsOfDay).all(span),
    /** Messages of the acts done in the span, by state. */
    parcels: (span: ActSpan): Record<string, number> => count(parcelsOfDay, span),
    openSlips: (): Record<string, number> => count(openOf("slips", "'printed', 'sent', 'settled', 'dropped'")),
    openParcels: (): Record<string, number> => count(openOf("parcels", "'accepted', 'resolved'")),
  };
}

function byState(rows: readonly { readonly state: string; readonly count: number }[]): Record<string, number> {
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Spelled as in the partial indexes over the few rows that may still move. */
function openOf(table: string, ends: string): string {
  return `SELECT state, count(*) AS count FROM ${table} WHERE state NOT IN (${ends}) GROUP BY state`;
}

const ofTerminal = "(@terminal IS NULL OR i.terminal = @terminal)";

const slipsOfDay = `
SELECT s.state AS state, s.outcome AS outcome, s.copy > 0 AS isCopy, count(*) AS count
FROM invoices i CROSS JOIN slips s ON s.journal_seq = i.id AND s.document = 'proof'
WHERE i.issued_at >= @from AND i.issued_at < @to AND i.id <= @upTo AND ${ofTerminal}
GROUP BY 1, 2, 3`;

const parcelsOfDay = `
WITH acts (number, period, journal_seq) AS (
  SELECT i.number, i.period, i.id FROM invoices i
    WHERE i.issued_at >= @from AND i.issued_at < @to AND i.revision = 1 AND i.id <= @upTo AND ${ofTerminal}
  UNION ALL
  SELECT i.number, i.period, i.id FROM invoices i INDEXED BY invoice_revised CROSS JOIN journal j ON j.seq = i.id
    WHERE i.revision > 1 AND j.at >= @from AND j.at < @to AND i.id <= @upTo AND ${ofTerminal}
  UNION ALL
  SELECT i.number, i.period, u.journal_seq FROM undoings u CROSS JOIN invoices i ON i.id = u.invoice_id
    WHERE u.at >= @from AND u.at < @to AND u.journal_seq <= @upTo AND ${ofTerminal}
  UNION ALL
  SELECT i.number, i.period, a.journal_seq FROM allowances a CROSS JOIN invoices i ON i.id = a.invoice_id
    WHERE a.at >= @from AND a.at < @to AND a.journal_seq <= @upTo AND ${ofTerminal}
  UNION ALL
  SELECT i.number, i.period, t.journal_seq FROM allowance_cancels t CROSS JOIN allowances a ON a.id = t.allowance_id
    CROSS JOIN invoices i ON i.id = a.invoice_id
    WHERE t.at >= @from AND t.at < @to AND t.journal_seq <= @upTo AND ${ofTerminal}
)
SELECT p.state AS state, count(*) AS count
FROM acts
CROSS JOIN invoices f ON f.number = acts.number AND f.period = acts.period AND f.revision = 1
CROSS JOIN parcels p ON p.thread = f.id AND p.journal_seq = acts.journal_seq
GROUP BY p.state ORDER BY p.state`;
