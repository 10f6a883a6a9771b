import type { Fault } from "../../../../base/problem.ts";
import type { InvoiceRecord } from "../../../../invoice/record.ts";
import { localTime, periodOf } from "../../calendar.ts";
import { mobileBarcode } from "../../law/carrier.ts";
import { broken, type Rule } from "../form/rule.ts";
import { amountRules } from "./invoice-sums.ts";
import type { InvoiceContent, ItemContent } from "./invoice-table.ts";
import { dateOf, futureFaults } from "./moment.ts";
import { buyerRules, consumerId } from "./role.ts";

type Main = InvoiceContent["Main"];

/** What Turnkey and the platform refuse in an invoice although its table allows it (spec/taiwan.md 5.2). */
export function invoiceFaults(content: InvoiceContent, record: InvoiceRecord, atSeconds: number): Fault[] {
  const items = content.Details.ProductItem;
  return [
    ...broken(mainRules, content.Main, "Main."),
    ...broken(buyerRules, content.Main.Buyer, "Main.Buyer."),
    ...broken(kindRules, content),
    ...broken(amountRules, content),
    ...items.flatMap((item, index) => broken(itemRules, item, `Details.ProductItem[${index}].`)),
    ...repeatedFaults(items),
    ...periodFaults(record),
    ...futureFaults(record.issuedAt, atSeconds, "Main.InvoiceDate"),
  ];
}

/** Rules 2 and 3 are those of every buyer. */
const mainRules: readonly Rule<Main>[] = [
  {
    code: "rule-1",
    path: "Seller.Address",
    message: "The seller's address must not be blank.",
    holds: ({ Seller }) => isFilled(Seller.Address),
  },
  {
    code: "rule-4",
    path: "RandomNumber",
    message: "The random code has digits only, at most four.",
    holds: ({ RandomNumber = "" }) => /^\d{0,4}$/.test(RandomNumber),
  },
  {
    code: "rule-5",
    path: "InvoiceDate",
    message: "There is no such day in the calendar.",
    holds: ({ InvoiceDate }) => isCalendarDate(InvoiceDate),
  },
  {
    code: "rule-6",
    path: "DonateMark",
    message: "A donated invoice is not printed.",
    holds: ({ PrintMark, DonateMark }) => PrintMark !== "Y" || DonateMark === "0",
  },
  {
    code: "rule-7",
    path: "CarrierId1",
    message: "Of the invoices on paper only those with a mobile barcode have a carrier too.",
    holds: ({ PrintMark, CarrierType, CarrierId1, CarrierId2 }) =>
      PrintMark !== "Y" || CarrierType === mobileBarcode || (!CarrierId1 && !CarrierId2),
  },
  {
    code: "rule-8",
    path: "CarrierType",
    message: "An invoice that is neither printed nor donated needs a carrier with both ids.",
    holds: ({ PrintMark, DonateMark, CarrierType, CarrierId1, CarrierId2 }) =>
      PrintMark !== "N" || DonateMark === "1" || [CarrierType, CarrierId1, CarrierId2].every(isFilled),
  },
  {
    code: "rule-9",
    path: "CarrierId1",
    message: "A mobile barcode stands in both ids.",
    holds: ({ CarrierType, CarrierId1, CarrierId2 }) => CarrierType !== mobileBarcode || [CarrierId1, CarrierId2].every(isFilled),
  },
  {
    code: "rule-10",
    path: "CarrierId1",
    message: "A carrier's ids have no blank at either end, half or full width.",
    holds: ({ CarrierId1 = "", CarrierId2 = "" }) => ![CarrierId1, CarrierId2].some((id) => /^\s|\s$/.test(id)),
  },
  {
    code: "rule-11",
    path: "NPOBAN",
    message: "A donated invoice names its donation code, and no other does.",
    holds: ({ DonateMark, NPOBAN }) => (DonateMark === "1") === isFilled(NPOBAN),
  },
];

/** 跨境電商 e-mail: what only a seller from abroad has (spec/taiwan.md 3.2). */
const crossBorderCarrier = "5G0001";

/** How the invoice as a whole is taxed. */
const kindRules: readonly Rule<InvoiceContent>[] = [
  {
    // The client asks it of a zero-rated invoice, providers of a mixed one too; the platform's code is E0228.
    code: "rule-12",
    path: "Main.CustomsClearanceMark",
    message: "A zero-rated sale says how it left the country and by which clause.",
    holds: ({ Main, ...rest }) => !hasZeroRated(rest) || [Main.CustomsClearanceMark, Main.ZeroTaxRateReason].every(isFilled),
  },
  {
    code: "E0112",
    path: "Main.CustomsClearanceMark",
    message: "Only a zero-rated sale has a customs mark.",
    holds: ({ Main, ...rest }) => hasZeroRated(rest) || !isFilled(Main.CustomsClearanceMark),
  },
  {
    code: "rule-15",
    path: "Main.CarrierType",
    message: "The e-mail carrier is for sellers from abroad: a consumer's invoice, not printed, with its currency.",
    holds: ({ Main, Amount }) =>
      Main.CarrierType !== crossBorderCarrier ||
      (Main.Buyer.Identifier === consumerId && Main.PrintMark === "N" && isFilled(Amount.Currency)),
  },
  {
    code: "rule-16",
    path: "Details.ProductItem",
    message: "An invoice has at least one item.",
    holds: ({ Details }) => Details.ProductItem.length > 0,
  },
  {
    code: "E0226",
    path: "Amount.TaxType",
    message: "Invoice type 08 goes with special tax (4), and 07 with any other.",
    holds: ({ Main, Amount }) => (Main.InvoiceType === "08") === (Amount.TaxType === "4"),
  },
  {
    code: "E0225",
    path: "Amount.TaxRate",
    message: "Special tax has a rate above zero.",
    holds: ({ Amount }) => Amount.TaxType !== "4" || Amount.TaxRate !== "0",
  },
  {
    code: "tax-rate",
    path: "Amount.TaxRate",
    message: "The rate is 0.05 where something is taxable and 0 where nothing is.",
    holds: ({ Amount }) => Amount.TaxType === "4" || Amount.TaxRate === (["1", "9"].includes(Amount.TaxType) ? "0.05" : "0"),
  },
];

const itemRules: readonly Rule<ItemContent>[] = [
  {
    code: "rule-13",
    path: "TaxType",
    message: "One item has one kind of tax: 9 is for the invoice.",
    holds: ({ TaxType }) => TaxType !== "9",
  },
  {
    code: "E0106",
    path: "Quantity",
    message: "A quantity must not be zero.",
    holds: ({ Quantity }) => Number(Quantity) !== 0,
  },
];

function repeatedFaults(items: readonly ItemContent[]): Fault[] {
  const numbers = items.map((item) => item.SequenceNumber);
  if (new Set(numbers).size === numbers.length) return [];
  return [{ path: "Details.ProductItem", code: "E0220", message: "Two items have the same sequence number." }];
}

/** A number of one period dates no sale of another. */
function periodFaults({ period, issuedAt }: InvoiceRecord): Fault[] {
  if (periodOf(Date.parse(issuedAt) / 1000) === period) return [];
  return [{ path: "Main.InvoiceNumber", code: "E0107", message: `A number of ${period} cannot be issued at ${issuedAt}.` }];
}

/** `20260230` parses as the second of March, so it is read back. */
function isCalendarDate(date: string): boolean {
  const midnight = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00+08:00`);
  return !Number.isNaN(midnight) && dateOf(localTime(midnight / 1000)) === date;
}

function hasZeroRated({ Amount, Details }: Pick<InvoiceContent, "Amount" | "Details">): boolean {
  return Amount.TaxType === "2" || Details.ProductItem.some((item) => item.TaxType === "2");
}

function isFilled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== "";
}
