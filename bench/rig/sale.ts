let counted = 0;

/** An ordinary sale of two lines, under a request id no other sale of this process has. */
export function nextSale() {
  counted += 1;
  return { requestId: `bench-${process.pid}-${counted}`, lines: ordinaryLines, terminal: "POS1" };
}

const ordinaryLines = [
  { name: "珍珠奶茶", quantity: 2, unitPrice: 65, unit: "杯" },
  { name: "會員折扣", quantity: 1, unitPrice: -10 },
];
