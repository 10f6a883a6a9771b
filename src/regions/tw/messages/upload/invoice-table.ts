import * as format from "../form/formats.ts";
import { block, type Content, many, may, must } from "../form/shape.ts";
import { roleShape } from "./role.ts";

const amountShape = {
  SalesAmount: must(format.notNegative(format.figure)),
  FreeTaxSalesAmount: must(format.notNegative(format.figure)),
  ZeroTaxSalesAmount: must(format.notNegative(format.figure)),
  TaxType: must(format.taxType),
  TaxRate: must(format.taxRate),
  TaxAmount: must(format.notNegative(format.wholeFigure)),
  TotalAmount: must(format.notNegative(format.figure)),
  DiscountAmount: may(format.notNegative(format.figure)),
  OriginalCurrencyAmount: may(format.notNegative(format.figure)),
  ExchangeRate: may(format.notNegative(format.decimal(13, 5))),
  Currency: may(format.text(3, 3)),
};

const itemShape = {
  Description: must(format.text(0, 500)),
  Quantity: must(format.figure),
  Unit: may(format.text(0, 6)),
  UnitPrice: must(format.figure),
  TaxType: must(format.taxType),
  Amount: must(format.figure),
  SequenceNumber: must(format.text(0, 4)),
  Remark: may(format.text(0, 120)),
  RelateNumber: may(format.text(0, 50)),
};

const mainShape = {
  InvoiceNumber: must(format.invoiceNumber),
  InvoiceDate: must(format.date),
  InvoiceTime: must(format.time),
  Seller: block(roleShape),
  Buyer: block(roleShape),
  BuyerRemark: may(format.oneOf("1", "2", "3", "4")),
  MainRemark: may(format.text(0, 200)),
  CustomsClearanceMark: may(format.oneOf("1", "2")),
  Category: may(format.text(0, 2)),
  RelateNumber: may(format.text(0, 20)),
  InvoiceType: must(format.invoiceType),
  GroupMark: may(format.oneOf("*")),
  DonateMark: must(format.oneOf("0", "1")),
  CarrierType: may(format.text(0, 6)),
  CarrierId1: may(format.text(0, 400)),
  CarrierId2: may(format.text(0, 400)),
  PrintMark: must(format.oneOf("Y", "N")),
  NPOBAN: may(format.text(0, 10)),
  RandomNumber: may(format.randomNumber),
  BondedAreaConfirm: may(format.oneOf("1", "2", "3", "4")),
  ZeroTaxRateReason: may(format.oneOf("71", "72", "73", "74", "75", "76", "77", "78", "79")),
  Reserved1: may(format.text(0, 20)),
  Reserved2: may(format.text(0, 100)),
};

/** F0401, in the order of the ministry's table (MIG 4.1; spec/taiwan.md 5.2). */
export const invoiceShape = {
  Main: block(mainShape),
  Details: block({ ProductItem: many(itemShape, 9999) }),
  Amount: block(amountShape),
};

export type InvoiceContent = Content<typeof invoiceShape>;
export type ItemContent = Content<typeof itemShape>;
