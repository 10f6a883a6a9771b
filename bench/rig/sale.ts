import type { SaleRequest } from "../../src/daemon/operations/issue-invoice.ts";
import { decimal } from "../../src/invoice/money.ts";

let counted = 0;

/** An ordinary sale of two lines, under a request id no other sale of this process has. */
export function nextSale() {
  counted += 1;
  return { requestId: `bench-${process.pid}-${counted}`, lines: ordinaryLines, terminal: "POS1" };
}

/** The same as the door hands it to the operation. */
export function nextRequest(): SaleRequest {
  const { requestId, lines, terminal } = nextSale();
  return { requestId, late: false, sale: { lines: lines.map(read), pricesIncludeTax: true, terminal } };
}

const ordinaryLines = [
  { name: "珍珠奶茶", quantity: 2, unitPrice: 65, unit: "杯" },
  { name: "會員折扣", quantity: 1, unitPrice: -10, unit: "次" },
];

function read({ quantity, unitPrice, ...line }: (typeof ordinaryLines)[number]) {
  return { ...line, quantity: decimal(String(quantity)), unitPrice: decimal(String(unitPrice)), taxType: "taxable" as const };
}
