import { and, count, desc, eq, gte, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { InvoiceRecord } from "../../../src/invoice/invoice.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { hotRun } from "../file/hot.ts";
import { invoices, journal } from "../schema.ts";
import type { Sealed } from "./journal.ts";
import { RecentCodes } from "./recent-codes.ts";

export type InvoiceRow = typeof invoices.$inferSelect;

/** An issued invoice: its row for finding, its sealed record for everything else. */
export interface StoredInvoice {
  readonly row: InvoiceRow;
  readonly record: InvoiceRecord;
  readonly seal: Sealed;
}

export interface InvoiceFilter {
  readonly number?: string;
  /** Seconds since 1970, both ends included. */
  readonly from?: number;
  readonly to?: number;
  readonly total?: number;
  readonly terminal?: string;
  /** Part of a number or order id. */
  readonly text?: string;
  /** Only invoices of this client. */
  readonly client?: string;
  /** Only rows before this one. */
  readonly before?: number;
}

/** A random code seen among this many newest invoices is not given again (spec/taiwan.md 2.6). */
const rememberedCodes = 1000;

/** Issued invoices. The record lives in the journal, once; the row beside it is only for finding. */
export function invoicesBook(db: Drizzle) {
  const stored = {
    row: invoices,
    doc: journal.doc,
    seal: { seq: journal.seq, hash: journal.hash, kid: journal.kid },
  };
  const byId = db
    .select(stored)
    .from(invoices)
    .innerJoin(journal, eq(journal.seq, invoices.id))
    .where(eq(invoices.id, sql.placeholder("id")))
    .prepare();
  const insert = hotRun(
    db,
    db.insert(invoices).values({
      id: sql.placeholder("id"),
      period: sql.placeholder("period"),
      number: sql.placeholder("number"),
      revision: sql.placeholder("revision"),
      rangeId: sql.placeholder("rangeId"),
      randomCode: sql.placeholder("randomCode"),
      issuedAt: sql.placeholder("issuedAt"),
      total: sql.placeholder("total"),
      client: sql.placeholder("client"),
      terminal: sql.placeholder("terminal"),
      orderId: sql.placeholder("orderId"),
    }),
  );
  const newestCodes = () =>
    db
      .select({ id: invoices.id, randomCode: invoices.randomCode })
      .from(invoices)
      .orderBy(desc(invoices.id))
      .limit(rememberedCodes)
      .all();
  const recentCodes = new RecentCodes(rememberedCodes, newestCodes());

  return {
    add(row: InvoiceRow): void {
      insert({ ...row });
      recentCodes.add(row);
    },
    randomCodeRecent: (code: string): boolean => recentCodes.has(code),
    find(id: number): StoredInvoice {
      const found = byId.get({ id });
      if (!found) throw new Error(`invoice ${id} is gone`);
      return read(found);
    },
    /** Every invoice of that number, newest period and revision first. */
    byNumber: (number: string, period?: string): InvoiceRow[] =>
      db
        .select()
        .from(invoices)
        .where(and(eq(invoices.number, number), period === undefined ? undefined : eq(invoices.period, period)))
        .orderBy(desc(invoices.period), desc(invoices.revision))
        .all(),
    /** Newest first. */
    search: (filter: InvoiceFilter, limit: number): StoredInvoice[] =>
      db
        .select(stored)
        .from(invoices)
        .innerJoin(journal, eq(journal.seq, invoices.id))
        .where(and(...conditions(filter)))
        .orderBy(desc(invoices.id))
        .limit(limit)
        .all()
        .map(read),
    count: (): number => db.select({ invoices: count() }).from(invoices).get()?.invoices ?? 0,
  };
}

function read(found: { row: InvoiceRow; doc: string; seal: { seq: number; hash: Buffer; kid: string | null } }): StoredInvoice {
  return {
    row: found.row,
    record: JSON.parse(found.doc) as InvoiceRecord,
    seal: { seq: found.seal.seq, hash: found.seal.hash.toString("hex"), kid: found.seal.kid },
  };
}

function conditions({ number, from, to, total, terminal, text, client, before }: InvoiceFilter): (SQL | undefined)[] {
  return [
    number === undefined ? undefined : eq(invoices.number, number),
    from === undefined ? undefined : gte(invoices.issuedAt, from),
    to === undefined ? undefined : lte(invoices.issuedAt, to),
    total === undefined ? undefined : eq(invoices.total, total),
    terminal === undefined ? undefined : eq(invoices.terminal, terminal),
    client === undefined ? undefined : eq(invoices.client, client),
    before === undefined ? undefined : lt(invoices.id, before),
    text === undefined
      ? undefined
      : or(sql`instr(${invoices.number}, ${text.toUpperCase()}) > 0`, sql`instr(${invoices.orderId}, ${text}) > 0`),
  ];
}
