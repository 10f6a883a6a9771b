import type { StoredAllowance } from "../../../db/till/books/allowances.ts";
import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import { invoiceId } from "../../invoice/invoice.ts";
import { slipsMaybeOnPaper } from "../../invoice/paper/slip.ts";
import type { InvoiceRecord } from "../../invoice/record.ts";
import { statusOf } from "../../invoice/undoing.ts";
import { type Faces, lackingIn } from "../../receipt/glyphs.ts";
import type { InvoiceView } from "../operations/view-invoice.ts";
import type { Printer } from "../printing/printers.ts";
import type { Shop } from "../shop.ts";
import type { AllowanceAnswer, InvoiceAnswer, InvoiceDetailAnswer, SlipAnswer, UndoingAnswer } from "./schema/answer.ts";

/** Two clocks in a shop may differ by so much before anybody is told. */
const mostMinutesAhead = 5;

/** What presenting needs to know besides the invoice itself. */
export interface Presenter {
  readonly shop: Pick<Shop, "region" | "law">;
  readonly printers: ReadonlyMap<string, Printer>;
  readonly faces: Faces;
}

/** An invoice as api.md shows it. */
export function presentInvoice(presenter: Presenter, view: InvoiceView): InvoiceAnswer {
  const { record, seal } = view.stored;
  const slips = view.slips.map((slip) => presentSlip(presenter, slip, invoiceId(record)));
  const { number, period, revision, randomCode, issuedAt, region, environment, seller, buyer, carrier, donation } = record;
  const { taxType, taxRate, total, sales, zeroRated, exempt, tax } = record;
  return {
    id: invoiceId(record),
    number,
    display: presenter.shop.region.displayNumber(number),
    period,
    revision,
    status: statusOf(view.undoings.map(({ act }) => act)),
    randomCode,
    issuedAt,
    region,
    environment,
    seller,
    buyer,
    carrier,
    donation,
    taxType,
    taxRate,
    total,
    sales,
    zeroRated,
    exempt,
    tax,
    currency: record.currency,
    codes: record.codes,
    seal: presentSeal(seal, view.lateKid),
    slip: slips.findLast((slip) => slip.document === "proof") ?? null,
    slips,
    upload: presentUpload(presenter, view.parcels, view.stored.seal.seq),
    remaining: { numbers: view.numbersLeft, lastsUntil: null },
    warnings: warningsOf(record, presenter.faces),
    links: { self: `/v1/invoices/${invoiceId(record)}` },
  };
}

/** The same with the lines and where it came from. */
export function presentDetail(presenter: Presenter, view: InvoiceView): InvoiceDetailAnswer {
  const { lines, payments, request, terminal, cashier, orderId, soldAt, revisedAt } = view.stored.record;
  const prizes = view.prizes.map(presentPrize);
  return {
    ...presentInvoice(presenter, view),
    lines: [...lines],
    payments: [...payments],
    requestId: request.id,
    client: request.client,
    terminal: terminal ?? null,
    cashier: cashier ?? null,
    orderId: orderId ?? null,
    soldAt: soldAt ?? null,
    revisedAt: revisedAt ?? null,
    undoings: view.undoings.map((undoing) => presentUndoing(presenter, view, undoing)),
    allowances: view.allowances.map((allowance) => presentAllowance(presenter, allowance, view)),
    prize: prizes[0] ?? null,
    prizes,
  };
}

function presentPrize({ prizeType: type, amount, claimFrom, claimUntil }: InvoiceView["prizes"][number]) {
  return { type, amount, claimFrom, claimUntil };
}

/** In lists whoever looks over a shoulder must not see the codes prizes are claimed with. */
export function presentListed(presenter: Presenter, view: InvoiceView): InvoiceAnswer {
  const answer = presentInvoice(presenter, view);
  const masked = "*".repeat(answer.randomCode.length);
  const barcode = answer.codes.barcode.slice(0, -masked.length) + masked;
  return { ...answer, randomCode: masked, codes: { barcode, qrLeft: "", qrRight: "" } };
}

/** An invoice just undone, with warnings of what is still to be done by hand. */
export function presentUndone(presenter: Presenter, view: InvoiceView): InvoiceDetailAnswer {
  const answer = presentDetail(presenter, view);
  return { ...answer, warnings: [...answer.warnings, ...undoneWarnings(presenter, view)] };
}

function undoneWarnings({ shop }: Presenter, { stored, undoings, slips }: InvoiceView): InvoiceAnswer["warnings"] {
  const warnings = [];
  const last = undoings.at(-1);
  if (last && shop.law.undo.stage(stored.row.issuedAt, last.at) !== "running")
    warnings.push({
      code: "period-over",
      message: `Period ${stored.record.period} was over already: make sure its return says so.`,
    });
  if (slips.some(({ document, state }) => document === "proof" && slipsMaybeOnPaper.includes(state)))
    warnings.push({
      code: "slip-outside",
      message: "The proof slip is or may be on paper: take it back, stamp it 作廢 and file it.",
    });
  return warnings;
}

function presentUndoing(
  presenter: Presenter,
  { parcels }: InvoiceView,
  { act, journalSeq, record }: InvoiceView["undoings"][number],
): UndoingAnswer {
  const { undoneAt, reason, approvalNumber } = record;
  const upload = presentUpload(presenter, parcels, journalSeq);
  return { act, undoneAt, reason, approvalNumber: approvalNumber ?? null, upload };
}

/** An allowance with where its newest message stands. */
export function presentAllowance(
  presenter: Presenter,
  { row, record, cancel }: StoredAllowance,
  { parcels, slips }: Pick<InvoiceView, "parcels" | "slips">,
): AllowanceAnswer {
  const slip = slips.findLast(({ journalSeq }) => journalSeq === row.journalSeq);
  return {
    number: row.number,
    invoice: invoiceId(record.invoice),
    status: cancel ? "cancelled" : "open",
    allowedAt: record.allowedAt,
    reason: record.reason,
    lines: [...record.lines],
    amount: record.amount,
    tax: record.tax,
    total: record.total,
    cancelledAt: cancel?.record.cancelledAt ?? null,
    cancelReason: cancel?.record.reason ?? null,
    slip: slip ? presentSlip(presenter, slip, invoiceId(record.invoice)) : null,
    upload: presentUpload(presenter, parcels, cancel?.journalSeq ?? row.journalSeq),
  };
}

export function presentSlip({ shop, printers }: Presenter, slip: SlipRow, invoice: string | null): SlipAnswer {
  return {
    id: String(slip.id),
    invoice,
    document: slip.document,
    copy: slip.copy,
    state: slip.state,
    printer: slip.printer,
    confirms: confirmsOf(printers.get(slip.printer)),
    mark: slip.mark,
    reason: slip.reason,
    outcome: slip.outcome,
    createdAt: shop.law.localTime(slip.createdAt),
    endedAt: slip.endedAt === null ? null : shop.law.localTime(slip.endedAt),
  };
}

function confirmsOf(printer: Printer | undefined): SlipAnswer["confirms"] {
  if (!printer || printer.capabilities.answers === "unknown") return "unknown";
  return printer.capabilities.answers === "yes" && printer.capabilities.confirms !== "nothing" ? "paper" : "nothing";
}

function presentSeal({ seq, hash, kid }: InvoiceView["stored"]["seal"], lateKid: string | null): InvoiceAnswer["seal"] {
  const keyId = kid ?? lateKid;
  return { seq, hash, keyId, status: keyId === null ? "pending_seal" : "sealed" };
}

/** Where the message made of one sealed entry stands. */
function presentUpload({ shop }: Presenter, parcels: InvoiceView["parcels"], journalSeq: number): InvoiceAnswer["upload"] {
  const parcel = parcels.find((one) => one.journalSeq === journalSeq);
  return parcel ? { state: parcel.state, reason: parcel.reason, deadline: shop.law.localTime(parcel.deadline) } : null;
}

/** What the POS should know of its own sale: it was taken all the same. */
function warningsOf({ lines, soldAt, issuedAt }: InvoiceRecord, faces: Faces): InvoiceAnswer["warnings"] {
  const warnings = [];
  const lacking = new Set(lines.flatMap((line) => lackingIn(faces.body, line.name)));
  if (lacking.size > 0) {
    const shown = [...lacking].slice(0, 20).join(" ");
    const place = lacking.size === 1 ? "its" : "their";
    warnings.push({ code: "glyph-missing", message: `No font has ${shown}; 〓 is printed in ${place} place.` });
  }
  const aheadMinutes = soldAt === undefined ? 0 : Math.floor((Date.parse(soldAt) - Date.parse(issuedAt)) / 60_000);
  if (aheadMinutes > mostMinutesAhead)
    warnings.push({
      code: "sold-ahead",
      message: `soldAt is ${aheadMinutes} minutes ahead of this till's clock. Set the POS's clock: a sale that comes late would not be noticed.`,
    });
  return warnings;
}
