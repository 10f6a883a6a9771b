import type { RowWords } from "../../../../db/till/reports/repeated-rows.ts";
import type { AllowanceCancelRecord, AllowanceRecord, InvoiceRecord, UndoRecord } from "../../../invoice/record.ts";

/** What the row beside an entry must say, by the names it is read under; null for an entry that has none. */
export function toldRow(kind: string, doc: unknown, at: number): RowWords | null {
  switch (kind) {
    case "invoice":
      return toldInvoice(doc as InvoiceRecord);
    case "cancel":
    case "withdraw": {
      const { number, period, revision } = doc as UndoRecord;
      return { table: "undoings", act: kind, at, number, period, revision };
    }
    case "allowance": {
      const { allowanceNumber, total, invoice } = doc as AllowanceRecord;
      return { table: "allowances", allowanceNumber, total, at, number: invoice.number, period: invoice.period };
    }
    case "allowance-cancel":
      return { table: "allowance_cancels", at, allowanceNumber: (doc as AllowanceCancelRecord).allowanceNumber };
    default:
      return null;
  }
}

function toldInvoice({ number, period, revision, randomCode, issuedAt, total, ...record }: InvoiceRecord): RowWords {
  const { terminal = null, orderId = null, buyer, carrier, request } = record;
  return {
    table: "invoices",
    number,
    period,
    revision,
    randomCode,
    issuedAt: Date.parse(issuedAt) / 1000,
    total,
    terminal,
    orderId,
    buyer: buyer?.businessId ?? null,
    carrier: carrier?.id ?? null,
    client: revision > 1 ? null : request.client,
    inRange: 1,
  };
}
