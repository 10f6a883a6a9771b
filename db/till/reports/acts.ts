import type { Statement } from "better-sqlite3";
import type { AllowanceRecord, InvoiceRecord } from "../../../src/invoice/record.ts";
import type { CountedAct } from "../../../src/invoice/totals/day-sum.ts";
import type { Drizzle } from "../file/drizzle.ts";

/** Which acts: those of a span of time, as far as one place in the journal. */
export interface ActSpan {
  /** Seconds since 1970; `to` is the first second after. */
  readonly from: number;
  readonly to: number;
  /** Only entries after this one, up to and with that one: what came later cannot change what is summed now. */
  readonly after: number;
  readonly upTo: number;
  /** Only of sales at this terminal; null for all. */
  readonly terminal: string | null;
}

/** An invoice of a span of issue times, with what undid it by then. Seconds since 1970. */
export interface FatedInvoice {
  readonly invoice: InvoiceRecord;
  readonly rangeId: number;
  readonly cancelledAt: number | null;
  readonly withdrawn: boolean;
}

export type AllowanceAct = Extract<CountedAct, { readonly act: "allow" | "cancel-allowance" }>;

/** Records read at once: about 5 ms of work, so that a sale never waits long behind a report. */
const pieceSize = 200;

/** `doc` is the act's own record where it has one that counts, `invoice` the invoice it is about. */
interface Row {
  readonly at: number;
  readonly seq: number;
  readonly doc: string;
  readonly rangeId: number;
  readonly act: "issue" | "cancel" | "withdraw" | "allow" | "cancel-allowance";
  readonly was: number | null;
  readonly allowance: string | null;
}

/** What was done, in pieces, from the sealed records. Nothing is held open between two pieces: others may write meanwhile. */
export function actsBook(db: Drizzle) {
  // Prepared at first use: a till that is only looked at may be of an older schema.
  const statements = new Map<string, Statement<[object], Row & FatedRow>>();
  const run = (sql: string, bound: object) => {
    const statement = statements.get(sql) ?? db.$client.prepare<[object], Row & FatedRow>(sql);
    statements.set(sql, statement);
    return statement.all(bound);
  };

  /** A statement's rows in pieces, each after the last of the one before. */
  function* piecesOf(sql: string, span: Omit<ActSpan, "after" | "terminal">): Generator<(Row & FatedRow)[]> {
    let cursor: Pick<Row, "at" | "seq"> = { at: span.from, seq: -1 };
    for (;;) {
      const rows = run(sql, { ...span, pieceSize, cursorAt: cursor.at, cursorSeq: cursor.seq });
      if (rows.length > 0) yield rows;
      if (rows.length < pieceSize) return;
      cursor = rows.at(-1)!;
    }
  }

  return {
    /** Every act of the span, a bounded piece at a time. */
    *pieces(span: ActSpan): Generator<CountedAct[]> {
      for (const sql of [issued, reissued, undone, allowed, takenBack])
        for (const rows of piecesOf(sql, span)) yield rows.map(read);
    },
    /** Only allowances given and taken back. */
    *allowancePieces(span: ActSpan): Generator<AllowanceAct[]> {
      for (const sql of [allowed, takenBack]) for (const rows of piecesOf(sql, span)) yield rows.map(read) as AllowanceAct[];
    },
    /** Invoices issued in the span, all revisions, in the order of their issue times. */
    *invoicePieces(span: Pick<ActSpan, "from" | "to" | "upTo">): Generator<FatedInvoice[]> {
      for (const rows of piecesOf(invoicesWithFate, span)) yield rows.map(readFated);
    },
  };
}

function read({ act, doc, rangeId, was, allowance }: Row): CountedAct {
  const invoice = JSON.parse(doc) as InvoiceRecord;
  switch (act) {
    case "issue":
      return { act, rangeId, invoice };
    case "cancel":
      return { act, invoice };
    case "withdraw":
      return { act, invoice, wasCancelled: was !== null };
    case "allow":
    case "cancel-allowance":
      return { act, invoice, allowance: JSON.parse(allowance!) as AllowanceRecord };
  }
}

interface FatedRow extends Pick<Row, "at" | "seq" | "doc" | "rangeId"> {
  readonly cancelledAt: number | null;
  readonly withdrawn: number | null;
}

function readFated({ doc, rangeId, cancelledAt, withdrawn }: FatedRow): FatedInvoice {
  return { invoice: JSON.parse(doc) as InvoiceRecord, rangeId, cancelledAt, withdrawn: withdrawn !== null };
}

const ofTerminal = "(@terminal IS NULL OR i.terminal = @terminal)";
const invoicePart = `j.doc AS doc, i.range_id AS rangeId`;

// CROSS JOIN keeps the order of the tables: SQLite would otherwise be free to walk the journal first.
const issued = `
SELECT i.issued_at AS at, i.id AS seq, 'issue' AS act, NULL AS was, NULL AS allowance, ${invoicePart}
FROM invoices i CROSS JOIN journal j ON j.seq = i.id
WHERE (i.issued_at, i.id) > (@cursorAt, @cursorSeq) AND i.issued_at < @to AND i.id > @after AND i.id <= @upTo
  AND i.revision = 1 AND ${ofTerminal}
ORDER BY i.issued_at, i.id LIMIT @pieceSize`;

/** A revision keeps the first one's issue time; it counts for the day it was made, which is its entry's. */
const reissued = `
SELECT j.at AS at, i.id AS seq, 'issue' AS act, NULL AS was, NULL AS allowance, ${invoicePart}
FROM invoices i INDEXED BY invoice_revised CROSS JOIN journal j ON j.seq = i.id
WHERE i.revision > 1 AND i.id > @after AND i.id <= @upTo AND i.id > @cursorSeq AND j.at >= @from AND j.at < @to AND ${ofTerminal}
ORDER BY i.id LIMIT @pieceSize`;

const undone = `
SELECT u.at AS at, u.journal_seq AS seq, u.act AS act, NULL AS allowance, ${invoicePart},
  (SELECT c.id FROM undoings c WHERE c.invoice_id = u.invoice_id AND c.act = 'cancel' AND u.act = 'withdraw') AS was
FROM undoings u CROSS JOIN invoices i ON i.id = u.invoice_id CROSS JOIN journal j ON j.seq = i.id
WHERE (u.at, u.journal_seq) > (@cursorAt, @cursorSeq) AND u.at < @to AND u.journal_seq > @after AND u.journal_seq <= @upTo
  AND ${ofTerminal}
ORDER BY u.at, u.journal_seq LIMIT @pieceSize`;

const allowed = `
SELECT a.at AS at, a.journal_seq AS seq, 'allow' AS act, NULL AS was, given.doc AS allowance, ${invoicePart}
FROM allowances a CROSS JOIN journal given ON given.seq = a.journal_seq
  CROSS JOIN invoices i ON i.id = a.invoice_id CROSS JOIN journal j ON j.seq = i.id
WHERE (a.at, a.journal_seq) > (@cursorAt, @cursorSeq) AND a.at < @to AND a.journal_seq > @after AND a.journal_seq <= @upTo
  AND ${ofTerminal}
ORDER BY a.at, a.journal_seq LIMIT @pieceSize`;

const takenBack = `
SELECT t.at AS at, t.journal_seq AS seq, 'cancel-allowance' AS act, NULL AS was, given.doc AS allowance, ${invoicePart}
FROM allowance_cancels t CROSS JOIN allowances a ON a.id = t.allowance_id CROSS JOIN journal given ON given.seq = a.journal_seq
  CROSS JOIN invoices i ON i.id = a.invoice_id CROSS JOIN journal j ON j.seq = i.id
WHERE (t.at, t.journal_seq) > (@cursorAt, @cursorSeq) AND t.at < @to AND t.journal_seq > @after AND t.journal_seq <= @upTo
  AND ${ofTerminal}
ORDER BY t.at, t.journal_seq LIMIT @pieceSize`;

const undoneBy = (act: "cancel" | "withdraw") =>
  `(SELECT u.at FROM undoings u WHERE u.invoice_id = i.id AND u.act = '${act}' AND u.journal_seq <= @upTo)`;

const invoicesWithFate = `
SELECT i.issued_at AS at, i.id AS seq, ${undoneBy("cancel")} AS cancelledAt, ${undoneBy("withdraw")} AS withdrawn, ${invoicePart}
FROM invoices i CROSS JOIN journal j ON j.seq = i.id
WHERE (i.issued_at, i.id) > (@cursorAt, @cursorSeq) AND i.issued_at < @to AND i.id <= @upTo
ORDER BY i.issued_at, i.id LIMIT @pieceSize`;
