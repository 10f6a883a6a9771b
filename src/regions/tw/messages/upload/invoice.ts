import type { InvoiceLine, InvoiceRecord, InvoiceTaxType } from "../../../../invoice/record.ts";
import { messageKind } from "../form/message-kind.ts";
import { invoiceFaults } from "./invoice-rules.ts";
import { type InvoiceContent, type ItemContent, invoiceShape } from "./invoice-table.ts";
import { dateOf, timeOf } from "./moment.ts";
import { buyerRole, sellerRole } from "./role.ts";

/** F0401 開立發票 (MIG 4.1; spec/taiwan.md 5.2): an invoice is issued. */
export const invoiceMessage = messageKind<typeof invoiceShape, InvoiceRecord>({
  name: "F0401",
  root: "Invoice",
  shape: invoiceShape,
  content: (record) => ({
    Main: mainOf(record),
    Details: { ProductItem: record.lines.map(itemOf) },
    Amount: amountOf(record),
  }),
  faults: invoiceFaults,
});

/** The ministry's numbers for kinds of tax (spec/taiwan.md 4.3). */
export const taxTypeCode: Readonly<Record<InvoiceTaxType, string>> = {
  taxable: "1",
  zero: "2",
  exempt: "3",
  special: "4",
  mixed: "9",
};

/** The line's number as the message knows it, which an allowance points back to: `0001`. */
export function sequenceNumber(line: number): string {
  return String(line).padStart(4, "0");
}

function mainOf(record: InvoiceRecord): InvoiceContent["Main"] {
  const { issuedAt, seller, buyer, carrier, donation } = record;
  return {
    InvoiceNumber: record.number,
    InvoiceDate: dateOf(issuedAt),
    InvoiceTime: timeOf(issuedAt),
    Seller: sellerRole(seller),
    Buyer: buyerRole(buyer),
    BuyerRemark: record.buyerRemark,
    CustomsClearanceMark: record.export ? customsMark(record.export.customs) : undefined,
    RelateNumber: relateNumber(record.request.id),
    InvoiceType: record.invoiceType,
    DonateMark: donation === null ? "0" : "1",
    CarrierType: carrier?.type,
    CarrierId1: carrier?.id,
    CarrierId2: carrier?.hiddenId ?? carrier?.id,
    PrintMark: record.onPaper ? "Y" : "N",
    NPOBAN: donation ?? undefined,
    RandomNumber: record.randomCode,
    ZeroTaxRateReason: record.export?.reason,
  };
}

/** 1 is 非經海關出口, 2 is 經海關出口. One guide has them the other way round and is wrong (spec/taiwan.md 4.3). */
function customsMark(customs: boolean): string {
  return customs ? "2" : "1";
}

/** The sale's own id helps a search on the platform; one that is too long is left out, since a part of it would name nothing. */
function relateNumber(requestId: string): string | undefined {
  const { length } = [...requestId];
  return length >= 1 && length <= 20 ? requestId : undefined;
}

function itemOf(line: InvoiceLine, index: number): ItemContent {
  return {
    Description: line.name,
    Quantity: line.quantity,
    Unit: line.unit || undefined,
    UnitPrice: line.untaxed?.unitPrice ?? line.unitPrice,
    TaxType: taxTypeCode[line.taxType],
    Amount: line.untaxed?.amount ?? String(line.amount),
    SequenceNumber: sequenceNumber(index + 1),
    Remark: line.remark || undefined,
  };
}

function amountOf(record: InvoiceRecord): InvoiceContent["Amount"] {
  return {
    SalesAmount: String(record.sales),
    FreeTaxSalesAmount: String(record.exempt),
    ZeroTaxSalesAmount: String(record.zeroRated),
    TaxType: taxTypeCode[record.taxType],
    TaxRate: record.taxRate,
    TaxAmount: String(record.tax),
    TotalAmount: String(record.total),
  };
}
