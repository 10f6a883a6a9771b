import { blob, integer, primaryKey, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ReprintReason } from "../../src/invoice/paper/reprint.ts";
import type { SettleOutcome, SlipDocument, SlipState } from "../../src/invoice/paper/slip.ts";
import type { TicketState } from "../../src/invoice/paper/ticket.ts";
import type { ParcelState } from "../../src/invoice/parcel.ts";
import type { Environment, UndoRecord } from "../../src/invoice/record.ts";
import type { RangeState, UnaccountedState } from "../../src/invoice/track-range.ts";

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
  /** Whose numbers they are: the branch's own business id where the shop is a branch. */
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
  /** The head office the numbers come from; null where the seller is its own. */
  headOffice: text("head_office"),
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

/** Numbers that may have been issued after the copy this home was restored from. */
export const unaccounted = sqliteTable("unaccounted", {
  id: integer().primaryKey(),
  rangeId: integer("range_id").notNull(),
  first: integer().notNull(),
  last: integer().notNull(),
  state: text().$type<UnaccountedState>().notNull(),
  /** What shows it, once it is settled. */
  evidence: text(),
  /** The entry that says the state. */
  journalSeq: integer("journal_seq").notNull(),
});

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
  | "reprint"
  | "printer-set"
  | "printer-probe"
  | "parcel-retry"
  | "parcel-resolve"
  | "token-add"
  | "token-remove"
  | "operator-add"
  | "operator-pin"
  | "operator-remove"
  | "key-import"
  | "road"
  | "print-held"
  | "print"
  | "drawer"
  | "cancel"
  | "withdraw"
  | "reissue"
  | "allowance"
  | "allowance-cancel"
  | "range-import"
  | "close-day"
  | "unused-report"
  | "backup"
  | "settle-unaccounted"
  | "document-print"
  | "enrol";

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

/** The POS's own tickets, and pulses for the drawer. */
export const tickets = sqliteTable("tickets", {
  id: integer().primaryKey(),
  printer: text().notNull(),
  /** Everything but the conversation's own bytes; empty for a pulse alone. */
  bytes: blob({ mode: "buffer" }).notNull(),
  paperMm: real("paper_mm").notNull(),
  /** Which of the drawer's pins gets a pulse before the paper, if it goes out in time. */
  drawerPin: integer("drawer_pin").$type<2 | 5>(),
  /** The newest slip there was when it was asked for: it comes after that one. */
  afterSlip: integer("after_slip").notNull(),
  client: text().notNull(),
  requestId: text("request_id"),
  state: text().$type<TicketState>().notNull(),
  mark: text(),
  reason: text(),
  createdAt: integer("created_at").notNull(),
  startedAt: integer("started_at"),
  endedAt: integer("ended_at"),
});

/** Copies that somebody asked for. */
export const reprints = sqliteTable("reprints", {
  id: integer().primaryKey(),
  invoiceId: integer("invoice_id").notNull(),
  slipId: integer("slip_id").notNull(),
  journalSeq: integer("journal_seq").notNull(),
  reason: text().$type<ReprintReason>().notNull(),
  note: text(),
  /** The token's name, or the printer's panel. */
  by: text("by_whom").notNull(),
  at: integer().notNull(),
});

/** What people decided about a printer, and what a probe found. */
export const printerSettings = sqliteTable("printer_settings", {
  printer: text().primaryKey(),
  paused: integer().notNull().default(0),
  feedReprints: integer("feed_reprints").notNull().default(0),
  /** JSON of what it was seen to do. */
  probed: text(),
  probedAt: integer("probed_at"),
});

export const parcels = sqliteTable(
  "parcels",
  {
    /** The first entry that was ever uploaded of this number; order is kept within a thread. */
    thread: integer().notNull(),
    /** The sealed entry the message is made of: an invoice, its undoing, an allowance, a report. */
    journalSeq: integer("journal_seq").notNull(),
    /** Null for a report, which is about no invoice. */
    invoiceId: integer("invoice_id"),
    message: text().notNull(),
    state: text().$type<ParcelState>().notNull(),
    reason: text(),
    /** The authority's code, where it gave one. */
    code: text(),
    deadline: integer().notNull(),
    createdAt: integer("created_at").notNull(),
    /** When it is sent, or asked about, next. */
    dueAt: integer("due_at").notNull(),
    tries: integer().notNull().default(0),
    sentAt: integer("sent_at"),
    endedAt: integer("ended_at"),
  },
  (table) => [primaryKey({ columns: [table.thread, table.journalSeq] })],
);

/** How many parcels ended in each way; kept by triggers. */
export const endedParcels = sqliteTable("ended_parcels", {
  state: text().$type<"accepted" | "resolved">().primaryKey(),
  count: integer().notNull(),
});

/** What was won with an invoice, as the platform said; its one-letter codes as they came. */
export const prizes = sqliteTable("prizes", {
  id: integer().primaryKey(),
  invoiceId: integer("invoice_id").notNull(),
  listType: text("list_type").notNull(),
  prizeType: text("prize_type").notNull(),
  /** In minor units. */
  amount: integer().notNull(),
  /** ROC dates, as they came: `1160206`. */
  claimFrom: text("claim_from").notNull(),
  claimUntil: text("claim_until").notNull(),
  /** The entry of the list it was in. */
  journalSeq: integer("journal_seq").notNull(),
});

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

/** People who sign in with a PIN. */
export const operators = sqliteTable("operators", {
  name: text().primaryKey(),
  role: text().$type<"cashier" | "manager" | "auditor">().notNull(),
  pinSalt: blob("pin_salt", { mode: "buffer" }).notNull(),
  pinHash: blob("pin_hash", { mode: "buffer" }).notNull(),
  wrongTries: integer("wrong_tries").notNull().default(0),
  lockedUntil: integer("locked_until").notNull().default(0),
  createdAt: integer("created_at").notNull(),
});

/** What people said of the steps to going live. */
export const road = sqliteTable("road", {
  step: text().primaryKey(),
  state: text().$type<"todo" | "done" | "not-needed">().notNull(),
  evidence: text().notNull(),
  /** The day it was done, local: `2026-11-22`. */
  date: text().notNull(),
  by: text("by_whom").notNull(),
  journalSeq: integer("journal_seq").notNull(),
});

/** The highest number known as lent in each track, whoever has it. */
export const lentMarks = sqliteTable(
  "lent_marks",
  {
    seller: text().notNull(),
    invoiceType: text("invoice_type").notNull(),
    period: text().notNull(),
    track: text().notNull(),
    upTo: integer("up_to").notNull(),
  },
  (table) => [primaryKey({ columns: [table.seller, table.invoiceType, table.period, table.track] })],
);

/** Days closed; the figures are in the journal. */
export const closings = sqliteTable("closings", {
  journalSeq: integer("journal_seq").primaryKey(),
  /** The local day, `2026-11-26`. */
  date: text().notNull(),
  terminal: text(),
  at: integer().notNull(),
});

/** What somebody should look at; closed when it is mended. */
export const alerts = sqliteTable("alerts", {
  id: integer().primaryKey(),
  kind: text().notNull(),
  /** Tells two alerts of one kind apart. */
  key: text().notNull(),
  /** How bad it is now, and was at its worst; from 1. */
  level: integer().notNull(),
  worst: integer().notNull(),
  /** JSON, to fill the kind's sentences with. Nothing about a buyer. */
  facts: text().notNull(),
  /** How often it was told of: raised, worse, mended. */
  told: integer().notNull(),
  raisedAt: integer("raised_at").notNull(),
  changedAt: integer("changed_at").notNull(),
  closedAt: integer("closed_at"),
});

/** What is sent of alerts by webhook and by mail. */
export const alertPosts = sqliteTable("alert_posts", {
  id: integer().primaryKey(),
  alertId: integer("alert_id").notNull(),
  /** Which of the alert's tellings it is, from 1. */
  nth: integer().notNull(),
  channel: text().$type<AlertChannel>().notNull(),
  event: text().$type<AlertEvent>().notNull(),
  /** As they were then. */
  level: integer().notNull(),
  facts: text().notNull(),
  at: integer().notNull(),
  dueAt: integer("due_at").notNull(),
  tries: integer().notNull(),
  /** The mail it goes with: the id of the first message in it. */
  batch: integer(),
  endedAt: integer("ended_at"),
  outcome: text().$type<"sent" | "given-up" | "dropped">(),
});

export type AlertChannel = "webhook" | "mail";
export type AlertEvent = "raised" | "worse" | "mended";

export const tokens = sqliteTable("tokens", {
  name: text().primaryKey(),
  scope: text().$type<"sell" | "read" | "operate" | "admin">().notNull(),
  hash: blob({ mode: "buffer" }).notNull(),
  createdAt: integer("created_at").notNull(),
});
