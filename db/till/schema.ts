import { blob, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ParcelState } from "../../src/invoice/parcel.ts";
import type { Environment, UndoRecord } from "../../src/invoice/record.ts";
import type { SettleOutcome, SlipDocument, SlipState } from "../../src/invoice/slip.ts";
import type { RangeState } from "../../src/invoice/track-range.ts";

// The tables as drizzle sees them. The migrations are the truth; test/db/schema.test.ts holds the two side by side.
// Times are whole seconds since 1970 unless a name says otherwise.

export const home = sqliteTable("home", {
  one: integer().primaryKey(),
  environment: text().$type<Environment>().notNull(),
  region: text().notNull(),
  binding: text().notNull(),
  createdAt: integer("created_at").notNull(),
  bootId: text("boot_id"),
  anchorWall: real("anchor_wall"),
  anchorUptime: real("anchor_uptime"),
});

export const journal = sqliteTable("journal", {
  seq: integer().primaryKey(),
  kind: text().notNull(),
  doc: text().notNull(),
  prev: blob({ mode: "buffer" }).notNull(),
  hash: blob({ mode: "buffer" }).notNull(),
  kid: text(),
  sig: blob({ mode: "buffer" }),
  at: integer().notNull(),
});

export const ranges = sqliteTable("ranges", {
  id: integer().primaryKey(),
  seller: text().notNull(),
  invoiceType: text("invoice_type").notNull(),
  period: text().notNull(),
  track: text().notNull(),
  first: integer().notNull(),
  last: integer().notNull(),
  next: integer().notNull(),
  state: text().$type<RangeState>().notNull(),
  lastIssuedAt: integer("last_issued_at"),
  source: text().notNull(),
});

export const slots = sqliteTable(
  "slots",
  {
    rangeId: integer("range_id").notNull(),
    number: integer().notNull(),
    randomCode: text("random_code").notNull(),
    cipher: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.rangeId, table.number] })],
);

export const rangeFiles = sqliteTable("range_files", {
  id: integer().primaryKey(),
  sha256: blob({ mode: "buffer" }).notNull(),
  /** This till's part: `1/1`, `2/3`. */
  share: text().notNull(),
  name: text().notNull(),
  content: blob({ mode: "buffer" }).notNull(),
  /** The token's name. */
  operator: text().notNull(),
  journalSeq: integer("journal_seq").notNull(),
  at: integer().notNull(),
});

export const invoices = sqliteTable("invoices", {
  /** The place of its entry in the journal. */
  id: integer().primaryKey(),
  period: text().notNull(),
  number: text().notNull(),
  revision: integer().notNull(),
  rangeId: integer("range_id").notNull(),
  randomCode: text("random_code").notNull(),
  issuedAt: integer("issued_at").notNull(),
  total: integer().notNull(),
  client: text().notNull(),
  terminal: text(),
  orderId: text("order_id"),
  /** The company that bought, and the id of the carrier, for finding. */
  buyer: text(),
  carrier: text(),
});

/** What was asked under a request id. */
export type RequestOperation =
  | "sale"
  | "abandon"
  | "settle"
  | "clock-accept"
  | "printer-cleared"
  | "printer-test"
  | "print-held"
  | "cancel"
  | "withdraw"
  | "reissue"
  | "allowance"
  | "allowance-cancel"
  | "range-import"
  | "document-print";

export const requests = sqliteTable(
  "requests",
  {
    client: text().notNull(),
    requestId: text("request_id").notNull(),
    operation: text().$type<RequestOperation>().notNull(),
    digest: blob({ mode: "buffer" }).notNull(),
    invoiceId: integer("invoice_id"),
    /** What the request was about where it was no sale: a slip's id, the number written by hand. */
    subject: text(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.client, table.requestId] })],
);

export const slips = sqliteTable("slips", {
  id: integer().primaryKey(),
  /** The invoice it is about; null for a test page. */
  invoiceId: integer("invoice_id"),
  /** The entry it is a picture of: the invoice's own, or that of an undoing, an allowance, a test. */
  journalSeq: integer("journal_seq").notNull(),
  document: text().$type<SlipDocument>().notNull(),
  copy: integer().notNull(),
  printer: text().notNull(),
  state: text().$type<SlipState>().notNull(),
  /** 1: not before the printer's buffer was cleared or its power cycled, since an older try may still be in it. */
  afterClear: integer("after_clear").notNull(),
  mark: text(),
  reason: text(),
  outcome: text().$type<SettleOutcome>(),
  createdAt: integer("created_at").notNull(),
  startedAt: integer("started_at"),
  endedAt: integer("ended_at"),
});

export const parcels = sqliteTable(
  "parcels",
  {
    invoiceId: integer("invoice_id").notNull(),
    /** The sealed entry the message is made of: an invoice, its undoing, an allowance or its cancellation. */
    journalSeq: integer("journal_seq").notNull(),
    message: text().notNull(),
    state: text().$type<ParcelState>().notNull(),
    reason: text(),
    deadline: integer().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.invoiceId, table.journalSeq] })],
);

/** Invoices cancelled or withdrawn; what was said of it is in the journal. */
export const undoings = sqliteTable("undoings", {
  id: integer().primaryKey(),
  invoiceId: integer("invoice_id").notNull(),
  act: text().$type<UndoRecord["act"]>().notNull(),
  journalSeq: integer("journal_seq").notNull(),
  at: integer().notNull(),
});

export const allowances = sqliteTable("allowances", {
  id: integer().primaryKey(),
  number: text().notNull(),
  invoiceId: integer("invoice_id").notNull(),
  journalSeq: integer("journal_seq").notNull(),
  /** What goes back to the buyer, with tax, in minor units. */
  total: integer().notNull(),
  at: integer().notNull(),
});

export const allowanceCancels = sqliteTable("allowance_cancels", {
  allowanceId: integer("allowance_id").primaryKey(),
  journalSeq: integer("journal_seq").notNull(),
  at: integer().notNull(),
});

export const tokens = sqliteTable("tokens", {
  name: text().primaryKey(),
  scope: text().$type<"sell" | "read" | "operate" | "admin">().notNull(),
  hash: blob({ mode: "buffer" }).notNull(),
  createdAt: integer("created_at").notNull(),
});
