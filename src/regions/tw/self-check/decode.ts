import { every, first, readXml, textOf } from "../messages/download/read-xml.ts";

/** What an F0401 says, read from its XML and from nothing else. */
export interface Uploaded {
  readonly number: string;
  /** `2026-11-22` and `14:03:05` */
  readonly date: string;
  readonly time: string;
  readonly randomCode: string;
  readonly seller: string;
  readonly buyer: string;
  readonly sales: string;
  readonly tax: string;
  readonly total: string;
  readonly items: readonly { readonly name: string; readonly quantity: string; readonly unitPrice: string }[];
}

/** What the two QR codes of a slip say, field by field (spec/taiwan.md 6.2). */
export interface Decoded {
  readonly number: string;
  /** `1151122` */
  readonly date: string;
  readonly randomCode: string;
  readonly sales: string;
  readonly total: string;
  readonly buyer: string;
  readonly seller: string;
  readonly cipher: string;
  readonly recorded: string;
  readonly lines: string;
  readonly encoding: string;
  /** 品名:數量:單價, in threes. */
  readonly items: readonly string[];
}

/** Reads an upload as the platform would, with a reader that knows nothing of how it was written. */
export function uploadedIn(xml: string): Uploaded {
  const read = readXml(xml);
  const invoice = read.result === "read" ? first(read.content, "Invoice") : {};
  const [main, amount] = [first(invoice, "Main"), first(invoice, "Amount")];
  const date = textOf(main, "InvoiceDate");
  return {
    number: textOf(main, "InvoiceNumber"),
    date: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`,
    time: textOf(main, "InvoiceTime"),
    randomCode: textOf(main, "RandomNumber"),
    seller: textOf(first(main, "Seller"), "Identifier"),
    buyer: textOf(first(main, "Buyer"), "Identifier"),
    sales: textOf(amount, "SalesAmount"),
    tax: textOf(amount, "TaxAmount"),
    total: textOf(amount, "TotalAmount"),
    items: every(first(invoice, "Details"), "ProductItem").map((item) => ({
      name: textOf(item, "Description"),
      quantity: textOf(item, "Quantity"),
      unitPrice: textOf(item, "UnitPrice"),
    })),
  };
}

/** Takes the pair of codes apart by the fixed lengths of the specification. */
export function decodePair(left: string, right: string): Decoded {
  const [, recorded = "", lines = "", encoding = "", ...rest] = left.slice(78).split(":");
  const tail = rest.join(":") + right.replace(/^\*\*/, "");
  return {
    number: left.slice(0, 10),
    date: left.slice(10, 17),
    randomCode: left.slice(17, 21),
    sales: left.slice(21, 29),
    total: left.slice(29, 37),
    buyer: left.slice(37, 45),
    seller: left.slice(45, 53),
    cipher: left.slice(53, 77),
    recorded,
    lines,
    encoding,
    items: tail === "" ? [] : tail.split(":"),
  };
}

/** `2026-11-22` → `1151122` */
export function rocDateOf(date: string): string {
  return `${rocYear(date)}${date.slice(5, 7)}${date.slice(8, 10)}`;
}

/** `2026-11-22` → `11512`, worked out here once more: the odd month belongs to the even one after it. */
export function periodOfDate(date: string): string {
  return `${rocYear(date)}${evenMonth(date)}`;
}

/** `2026-11-22` → `115年11-12月` */
export function labelOfDate(date: string): string {
  const even = evenMonth(date);
  return `${rocYear(date)}年${String(Number(even) - 1).padStart(2, "0")}-${even}月`;
}

function rocYear(date: string): string {
  return String(Number(date.slice(0, 4)) - 1911).padStart(3, "0");
}

function evenMonth(date: string): string {
  return String(Math.ceil(Number(date.slice(5, 7)) / 2) * 2).padStart(2, "0");
}
