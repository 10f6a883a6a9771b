import * as format from "../form/formats.ts";
import { block, type Content, many, may, must } from "../form/shape.ts";
import { roleShape } from "./role.ts";

const itemShape = {
  OriginalInvoiceDate: must(format.date),
  OriginalInvoiceNumber: must(format.invoiceNumber),
  OriginalSequenceNumber: may(format.text(0, 4)),
  OriginalDescription: must(format.text(0, 500)),
  Quantity: must(format.figure),
  Unit: may(format.text(0, 6)),
  UnitPrice: must(format.figure),
  Amount: must(format.figure),
  Tax: must(format.wholeFigure),
  AllowanceSequenceNumber: must(format.text(1, 4)),
  TaxType: must(format.taxType),
};

/** G0401, in the order of the ministry's table (MIG 4.1; spec/taiwan.md 5.4). */
export const allowanceShape = {
  Main: block({
    AllowanceNumber: must(format.text(1, 16)),
    AllowanceDate: must(format.date),
    Seller: block(roleShape),
    Buyer: block(roleShape),
    AllowanceType: must(format.oneOf("2")),
    OriginalInvoiceSellerId: may(format.businessId),
    OriginalInvoiceBuyerId: may(format.businessId),
  }),
  Details: block({ ProductItem: many(itemShape, 9999) }),
  Amount: block({
    TaxAmount: must(format.notNegative(format.wholeFigure)),
    TotalAmount: must(format.notNegative(format.figure)),
  }),
};

/** G0501 (spec/taiwan.md 5.3). */
export const allowanceCancelShape = {
  CancelAllowanceNumber: must(format.text(1, 16)),
  AllowanceType: must(format.oneOf("1", "2")),
  AllowanceDate: must(format.date),
  BuyerId: must(format.businessId),
  SellerId: must(format.businessId),
  CancelDate: must(format.date),
  CancelTime: must(format.time),
  CancelReason: must(format.collapsedText(1, 20)),
  Remark: may(format.collapsedText(0, 200)),
};

export type AllowanceItem = Content<typeof itemShape>;
export type AllowanceContent = Content<typeof allowanceShape>;
