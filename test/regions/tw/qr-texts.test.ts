import fc from "fast-check";
import { expect, test } from "vitest";
import type { SaleLine } from "../../../src/invoice/sale.ts";
import { qrTexts } from "../../../src/regions/tw/codes.ts";

const capacity = 134;
const head = `TS000000071151122041200000000000000780000000012345675${"c".repeat(24)}`;

const name = fc
  .oneof(
    fc.string({ unit: fc.constantFrom("珍", "珠", "奶", "茶", ":", " ", "a", "犇"), minLength: 1, maxLength: 16 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
  )
  .map((text) => text.toWellFormed());
const line = fc.record({
  name,
  quantity: fc.constantFrom("1", "2", "10", "0.385", "1234567.1234567"),
  unitPrice: fc.constantFrom("65", "-10", "30.9", "99999999"),
  taxType: fc.constant("taxable" as const),
});
const lines = fc.array(line, { minLength: 1, maxLength: 12 });

test("whatever is sold, neither code holds more than a version 6 code at level L can", () => {
  fc.assert(
    fc.property(lines, (sold) => {
      const { qrLeft, qrRight } = qrTexts(head, sold);
      expect(Buffer.byteLength(qrLeft)).toBeLessThanOrEqual(capacity);
      expect(Buffer.byteLength(qrRight)).toBeLessThanOrEqual(capacity);
      expect(qrRight.startsWith("**")).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("both codes put together read back as the first items sold, at most five, colons made full-width", () => {
  fc.assert(
    fc.property(lines, (sold) => {
      const read = readBack(qrTexts(head, sold));
      expect(read.total).toBe(sold.length);
      expect(read.items.length).toBe(read.recorded);
      expect(read.recorded).toBeLessThanOrEqual(5);
      expect(read.items).toEqual(
        sold.slice(0, read.recorded).map((one) => [one.name.replaceAll(":", "："), one.quantity, one.unitPrice]),
      );
    }),
    { numRuns: 500 },
  );
});

test("an item is left out only where no cut between items would have held one more", () => {
  fc.assert(
    fc.property(lines, (sold) => {
      const { recorded } = readBack(qrTexts(head, sold));
      if (recorded < Math.min(5, sold.length)) expect(couldHold(sold, recorded + 1)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("a name keeps its colon everywhere but in the codes", () => {
  const sold: SaleLine = { name: "組合:茶", quantity: "1", unitPrice: "9", taxType: "taxable" };
  expect(qrTexts(head, [sold]).qrLeft).toContain("組合：茶:1:9");
  expect(sold.name).toBe("組合:茶");
});

/** Reads the pair as an official reader does: the right text without its asterisks goes on where the left one stopped. */
function readBack({ qrLeft, qrRight }: { qrLeft: string; qrRight: string }) {
  expect(qrLeft.slice(0, 77)).toBe(head);
  const [empty, sellerArea, recorded, total, encoding, ...fields] = (qrLeft + qrRight.slice(2)).slice(77).split(":");
  expect([empty, sellerArea, encoding]).toEqual(["", "**********", "1"]);
  const items: string[][] = [];
  for (let at = 0; at + 2 < fields.length; at += 3) items.push(fields.slice(at, at + 3));
  return { recorded: Number(recorded), total: Number(total), items };
}

/** Whether so many items would fit both codes, cut anywhere between two of them. */
function couldHold(sold: readonly SaleLine[], count: number): boolean {
  const start = `${head}:**********:${count}:${sold.length}:1`;
  const items = sold.slice(0, count).map((one) => `${one.name.replaceAll(":", "：")}:${one.quantity}:${one.unitPrice}`);
  return items.concat("").some((_, cut) => {
    const left = `${[start, ...items.slice(0, cut)].join(":")}${cut < count ? ":" : ""}`;
    const right = `**${items.slice(cut).join(":")}`;
    return Buffer.byteLength(left) <= capacity && Buffer.byteLength(right) <= capacity;
  });
}
