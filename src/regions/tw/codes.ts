import type { Allotment, Codes, InvoiceAmounts, LineAmounts, Seller } from "../../invoice/record.ts";
import type { Buyer, SaleLine } from "../../invoice/sale.ts";
import { qrPairCapacityBytes } from "../../receipt/codes/qr-pair.ts";
import { rocDate } from "./calendar.ts";

/** Nothing else can be written into eight hexadecimal digits (spec/taiwan.md 6.2, fields 4 and 5). */
export const largestAmount = 0xffff_ffff;

/** Denser codes scan worse, so no more than this many items are recorded even where more would fit. */
const mostItems = 5;

/** 營業人自行使用區, unused. */
const sellerArea = "**********";
const utf8 = "1";
/** Eight zeros stand for a consumer in the QR code; the upload writes ten. */
const consumer = "00000000";

export interface CodeParts {
  readonly allotment: Allotment;
  readonly atSeconds: number;
  readonly seller: Seller;
  readonly buyer: Buyer | undefined;
  readonly names: readonly SaleLine[];
  readonly amounts: InvoiceAmounts;
  readonly cipher: string;
}

/** The three texts machines read off a proof slip: Code 39 and the two QR codes. */
export function codesOf(parts: CodeParts): Codes {
  const { period, number, randomCode } = parts.allotment;
  return { barcode: period + number + randomCode, ...qrTexts(leftHead(parts), items(parts)) };
}

/** Fields 1 to 8 of the left code: 77 characters without separators. */
export function leftHead({ allotment, atSeconds, seller, buyer, amounts, cipher }: CodeParts): string {
  // Where tax is not separated the upload says TaxAmount 0, so the sales field is zero too (self-check 8(7)).
  const sales = amounts.tax === 0 ? 0 : amounts.sales;
  return (
    allotment.number +
    rocDate(atSeconds) +
    allotment.randomCode +
    hexAmount(sales) +
    hexAmount(amounts.total) +
    (buyer?.businessId ?? consumer) +
    seller.businessId +
    cipher
  );
}

/** Eight lower-case hexadecimal digits, as in the official reference source. */
export function hexAmount(amount: number): string {
  return amount.toString(16).padStart(8, "0");
}

/**
 * The two QR texts behind the fixed head. As many items as fit are recorded, five at most; the first goes left and the
 * rest right, as in the official example, and more go left only when the right is full.
 */
export function qrTexts(head: string, lines: readonly CodeItem[]): Pick<Codes, "qrLeft" | "qrRight"> {
  for (let recorded = Math.min(mostItems, lines.length); recorded > 0; recorded--) {
    const counts = `${head}:${sellerArea}:${recorded}:${lines.length}:${utf8}`;
    const pair = splitItems(counts, lines.slice(0, recorded).map(itemText));
    if (pair) return pair;
  }
  return { qrLeft: `${head}:${sellerArea}:0:${lines.length}:${utf8}`, qrRight: "**" };
}

function splitItems(counts: string, items: readonly string[]): Pick<Codes, "qrLeft" | "qrRight"> | null {
  for (let inLeft = 1; inLeft <= items.length; inLeft++) {
    const pair = splitAt(counts, items, inLeft);
    if (pair) return pair;
  }
  return splitAt(counts, items, 0); // the first name may be too long for what the left has left
}

function splitAt(counts: string, items: readonly string[], inLeft: number): Pick<Codes, "qrLeft" | "qrRight"> | null {
  const left = items.slice(0, inLeft);
  const right = items.slice(inLeft);
  const qrLeft = [counts, ...left].join(":") + (right.length > 0 ? ":" : "");
  const qrRight = `**${right.join(":")}`;
  return fitsOneCode(qrLeft) && fitsOneCode(qrRight) ? { qrLeft, qrRight } : null;
}

function fitsOneCode(text: string): boolean {
  return Buffer.byteLength(text, "utf8") <= qrPairCapacityBytes;
}

/** What the codes record of a line: as the upload has it, which for a company is without tax. */
export interface CodeItem {
  readonly name: string;
  readonly quantity: string;
  readonly unitPrice: string;
}

function items({ names, amounts }: CodeParts): CodeItem[] {
  return names.map(({ name, quantity }, index) => ({ name, quantity, unitPrice: uploadPrice(amounts.lines[index]!) }));
}

function uploadPrice({ unitPrice, untaxed }: LineAmounts): string {
  return untaxed?.unitPrice ?? unitPrice;
}

/** 品名:數量:單價. A colon in a name would end the field, so its full-width twin stands for it here and only here. */
function itemText({ name, quantity, unitPrice }: CodeItem): string {
  return `${name.replaceAll(":", "：")}:${quantity}:${unitPrice}`;
}
