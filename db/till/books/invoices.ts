import { and, count, desc, eq, gte, inArray, lt, lte, min, or, type SQL, sql } from "drizzle-orm";
import type { InvoiceRecord } from "../../../src/invoice/record.ts";
import type { InvoiceStatus } from "../../../src/invoice/undoing.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { hotRun } from "../file/hot.ts";
import { invoices, journal, ranges, undoings } from "../schema.ts";
import type { Sealed } from "./journal.ts";
import { RecentCodes } from "./numbers/recent-codes.ts";

export type InvoiceRow = typeof invoices.$inferSelect;

/** An issued invoice: its row for finding, its sealed record for everything else. */
export interface StoredInvoice {
  readonly row: InvoiceRow;
  readonly record: InvoiceRecord;
  readonly seal: Sealed;
  /** Seconds since 1970 at which it was recorded; of a revision this is later than its issue time. */
  readonly recordedAt: number;
}

export interface InvoiceFilter {
  readonly number?: string;
  /** Seconds since 1970, both ends included. */
  readonly from?: number;
  readonly to?: number;
  readonly total?: number;
  readonly terminal?: string;
  /** A company's 統編, a carrier's id. */
  readonly buyer?: string;
  readonly carrier?: string;
  readonly status?: InvoiceStatus;
  /** Part of a number or order id. */
  readonly text?: string;
  /** Only invoices of this client. */
  readonly client?: string;
  /** Only rows before this one. */
  readonly before?: number;
}

/** A random code seen among this many newest invoices is not given again (spec/taiwan.md 2.6). */
const rememberedCodes = 1000;

const quarter = sql<number>`${invoices.issuedAt} / 900`;

/** Issued invoices. The record lives in the journal, once; the row beside it is only for finding. */
export function invoicesBook(db: Drizzle) {
  const stored = {
    row: invoices,
    doc: journal.doc,
    seal: { seq: journal.seq, hash: journal.hash, kid: journal.kid },
    recordedAt: journal.at,
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
      buyer: sql.placeholder("buyer"),
      carrier: sql.placeholder("carrier"),
    }),
  );
  const newestCodes = () =>
    db
      .select({ id: invoices.id, randomCode: invoices.randomCode })
      .from(invoices)
      .orderBy(desc(invoices.id))
      .limit(rememberedCodes)
      .all();
  const ofKind = (invoiceType: string) => db.select({ id: ranges.id }).from(ranges).where(eq(ranges.invoiceType, invoiceType));
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
    /** The first invoice of a number, whose entry names the thread of all its parcels. */
    threadOf({ id, number, period, revision }: Pick<InvoiceRow, "id" | "number" | "period" | "revision">): number {
      if (revision === 1) return id;
      const first = and(eq(invoices.number, number), eq(invoices.period, period), eq(invoices.revision, 1));
      return db.select({ id: invoices.id }).from(invoices).where(first).get()!.id;
    },
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
    /** How many of a kind were issued since then, by quarter of an hour since 1970; quarters without any are left out. */
    soldByQuarter: (from: number, invoiceType: string): { quarter: number; count: number }[] =>
      db
        .select({ quarter: quarter.mapWith(Number), count: count() })
        .from(invoices)
        .where(and(gte(invoices.issuedAt, from), inArray(invoices.rangeId, ofKind(invoiceType))))
        .groupBy(quarter)
        .all(),
    firstIssuedAt: (): number | null =>
      db
        .select({ at: min(invoices.issuedAt) })
        .from(invoices)
        .get()?.at ?? null,
    count: (): number => db.select({ invoices: count() }).from(invoices).get()?.invoices ?? 0,
  };
}

interface Found {
  readonly row: InvoiceRow;
  readonly doc: string;
  readonly seal: { readonly seq: number; readonly hash: Buffer; readonly kid: string | null };
  readonly recordedAt: number;
}

function read(found: Found): StoredInvoice {
  return {
    row: found.row,
    record: JSON.parse(found.doc) as InvoiceRecord,
    seal: { seq: found.seal.seq, hash: found.seal.hash.toString("hex"), kid: found.seal.kid },
    recordedAt: found.recordedAt,
  };
}

function conditions({
  number,
  from,
  to,
  total,
  terminal,
  buyer,
  carrier,
  status,
  text,
  client,
  before,
}: InvoiceFilter): (SQL | undefined)[] {
  return [
    number === undefined ? undefined : eq(invoices.number, number),
    from === undefined ? undefined : gte(invoices.issuedAt, from),
    to === undefined ? undefined : lte(invoices.issuedAt, to),
    total === undefined ? undefined : eq(invoices.total, total),
    terminal === undefined ? undefined : eq(invoices.terminal, terminal),
    buyer === undefined ? undefined : eq(invoices.buyer, buyer),
    carrier === undefined ? undefined : eq(invoices.carrier, carrier),
    status === undefined ? undefined : hasStatus(status),
    client === undefined ? undefined : eq(invoices.client, client),
    before === undefined ? undefined : lt(invoices.id, before),
    text === undefined
      ? undefined
      : or(sql`instr(${invoices.number}, ${text.toUpperCase()}) > 0`, sql`instr(${invoices.orderId}, ${text}) > 0`),
  ];
}

/** The same rule as `statusOf`, for the database: a withdrawal weighs more than the cancellation before it. */
function hasStatus(status: InvoiceStatus): SQL {
  const undone = (act: "cancel" | "withdraw") =>
    sql`EXISTS (SELECT 1 FROM ${undoings} WHERE ${undoings.invoiceId} = ${invoices.id} AND ${undoings.act} = ${act})`;
  switch (status) {
    case "withdrawn":
      return undone("withdraw");
    case "cancelled":
      return sql`${undone("cancel")} AND NOT ${undone("withdraw")}`;
    case "issued":
      return sql`NOT ${undone("cancel")} AND NOT ${undone("withdraw")}`;
  }
}
