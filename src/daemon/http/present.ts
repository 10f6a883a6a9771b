import type { SlipRow } from "../../../db/till/books/slips.ts";
import { type InvoiceRecord, invoiceId } from "../../invoice/invoice.ts";
import { type Faces, lackingIn } from "../../receipt/glyphs.ts";
import type { InvoiceView } from "../operations/view-invoice.ts";
import type { Printer } from "../printing/printers.ts";
import type { Shop } from "../shop.ts";
import type { InvoiceAnswer, InvoiceDetailAnswer, SlipAnswer } from "./schema/answer.ts";

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
  const { number, period, revision, randomCode, issuedAt, region, environment, seller, buyer, total, sales, tax } = record;
  return {
    id: invoiceId(record),
    number,
    display: presenter.shop.region.displayNumber(number),
    period,
    revision,
    randomCode,
    issuedAt,
    region,
    environment,
    seller,
    buyer,
    total,
    sales,
    tax,
    currency: record.currency,
    codes: record.codes,
    seal: presentSeal(seal, view.lateKid),
    slip: slips.findLast((slip) => slip.document === "proof") ?? null,
    slips,
    upload: presentUpload(presenter, view),
    remaining: { numbers: view.numbersLeft, lastsUntil: null },
    warnings: warningsOf(record, presenter.faces),
    links: { self: `/v1/invoices/${invoiceId(record)}` },
  };
}

/** The same with the lines and where it came from. */
export function presentDetail(presenter: Presenter, view: InvoiceView): InvoiceDetailAnswer {
  const { lines, payments, request, terminal, cashier, orderId, soldAt } = view.stored.record;
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
  };
}

/** In lists whoever looks over a shoulder must not see the codes prizes are claimed with. */
export function presentListed(presenter: Presenter, view: InvoiceView): InvoiceAnswer {
  const answer = presentInvoice(presenter, view);
  const masked = "*".repeat(answer.randomCode.length);
  const barcode = answer.codes.barcode.slice(0, -masked.length) + masked;
  return { ...answer, randomCode: masked, codes: { barcode, qrLeft: "", qrRight: "" } };
}

export function presentSlip({ shop, printers }: Presenter, slip: SlipRow, invoice: string): SlipAnswer {
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

function presentUpload({ shop }: Presenter, { parcels }: InvoiceView): InvoiceAnswer["upload"] {
  const newest = parcels.at(-1);
  return newest ? { state: newest.state, reason: newest.reason, deadline: shop.law.localTime(newest.deadline) } : null;
}

/** Characters no shipped font has come out as 〓; the POS should know. */
function warningsOf({ lines }: InvoiceRecord, faces: Faces): InvoiceAnswer["warnings"] {
  const lacking = new Set(lines.flatMap((line) => lackingIn(faces.body, line.name)));
  if (lacking.size === 0) return [];
  const shown = [...lacking].slice(0, 20).join(" ");
  return [
    { code: "glyph-missing", message: `No font has ${shown}; 〓 is printed in ${lacking.size === 1 ? "its" : "their"} place.` },
  ];
}
