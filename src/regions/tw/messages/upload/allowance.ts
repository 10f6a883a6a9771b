import type { AllowanceCancelRecord, AllowanceLine, AllowanceRecord } from "../../../../invoice/record.ts";
import { messageKind } from "../form/message-kind.ts";
import { allowanceFaults } from "./allowance-rules.ts";
import { type AllowanceItem, allowanceCancelShape, allowanceShape } from "./allowance-table.ts";
import { sequenceNumber, taxTypeCode } from "./invoice.ts";
import { dateOf, futureFaults, orderFaults, timeOf } from "./moment.ts";
import { buyerId, buyerRole, sellerRole } from "./role.ts";

/** Issued by the seller. Texts that say 1 are wrong, and the schema refuses it (spec/taiwan.md 4.3). */
const bySeller = "2";

/** G0401 折讓 (MIG 4.1; spec/taiwan.md 5.4): a part of an invoice's money goes back. */
export const allowanceMessage = messageKind<typeof allowanceShape, AllowanceRecord>({
  name: "G0401",
  root: "Allowance",
  shape: allowanceShape,
  content: (record) => ({
    Main: {
      AllowanceNumber: record.allowanceNumber,
      AllowanceDate: dateOf(record.allowedAt),
      Seller: sellerRole(record.seller),
      Buyer: buyerRole(record.buyer),
      AllowanceType: bySeller,
    },
    Details: { ProductItem: record.lines.map((line, index) => itemOf(line, index, record.invoice)) },
    Amount: { TaxAmount: String(record.tax), TotalAmount: record.amount },
  }),
  faults: allowanceFaults,
});

/** G0501 作廢折讓 (MIG 4.1; spec/taiwan.md 5.3): an allowance is taken back. */
export const allowanceCancelMessage = messageKind<typeof allowanceCancelShape, AllowanceCancelRecord>({
  name: "G0501",
  root: "CancelAllowance",
  shape: allowanceCancelShape,
  content: (record) => ({
    CancelAllowanceNumber: record.allowanceNumber,
    AllowanceType: bySeller,
    AllowanceDate: dateOf(record.allowedAt),
    BuyerId: buyerId(record.buyer),
    SellerId: record.seller.businessId,
    CancelDate: dateOf(record.cancelledAt),
    CancelTime: timeOf(record.cancelledAt),
    CancelReason: record.reason,
  }),
  faults: (_content, { allowedAt, cancelledAt }, atSeconds) => [
    ...orderFaults(allowedAt, cancelledAt, "CancelDate"),
    ...futureFaults(cancelledAt, atSeconds, "CancelDate"),
  ],
});

/** The unit is optional in the schema, but one report from the field says it is wanted, so it always goes along. */
function itemOf(line: AllowanceLine, index: number, invoice: AllowanceRecord["invoice"]): AllowanceItem {
  return {
    OriginalInvoiceDate: dateOf(invoice.issuedAt),
    OriginalInvoiceNumber: invoice.number,
    OriginalSequenceNumber: sequenceNumber(line.line),
    OriginalDescription: line.name,
    Quantity: line.quantity,
    Unit: line.unit,
    UnitPrice: line.unitPrice,
    Amount: line.amount,
    Tax: String(line.tax),
    AllowanceSequenceNumber: String(index + 1),
    TaxType: taxTypeCode[line.taxType],
  };
}
