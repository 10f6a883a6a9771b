import { expect, test } from "vitest";
import { nextRange } from "../../../src/daemon/outlook/next-range.ts";
import { sellingFrom } from "../../../src/daemon/outlook/selling-from.ts";
import { numberOf } from "../../../src/invoice/track-range.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";

const csv = (...spans: string[]) =>
  [
    "營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號",
    ...spans.map((span) => `12345675,7,一般稅額計算,115/11 ~ 115/12,KD,${span}`),
    "",
  ].join("\r\n");

function importFile(till: TestTill, body: string) {
  const headers = { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "text/csv" };
  return till.till.app.request("http://till.test/v1/ranges/import", { method: "POST", headers, body });
}

const foreseen = ({ till: { shop } }: TestTill) => {
  const next = nextRange(shop)?.range;
  return next ? numberOf(next, next.next) : null;
};

test("the number foreseen is the one the next sale takes, in a demo without numbers and over the end of a range", async () => {
  await using demo = await aTill();
  expect(foreseen(demo)).toBe("TS00000000");
  expect(await (await demo.post("/v1/sales", aSale())).json()).toMatchObject({ number: "TS00000000" });
  expect(foreseen(demo)).toBe("TS00000001");

  await using till = await aTill();
  await importFile(till, csv("00000000,00000049", "00000100,00000149"));
  for (let sale = 0; sale < 52; sale++) {
    const number = foreseen(till);
    expect(await (await till.post("/v1/sales", aSale())).json()).toMatchObject({ number });
  }
});

test("no number is foreseen where none is left, or where all were issued later than now", async () => {
  await using till = await aTill();
  await importFile(till, csv("00000000,00000049"));
  await till.post("/v1/sales", aSale());
  till.clock.jump(-3_600_000);
  await till.post("/v1/admin/clock/accept", { reason: "battery" });
  expect(nextRange(till.till.shop)).toBeNull();
});

test("each start says its clock, its seller, its next number and the last one issued, and nothing of a buyer", async () => {
  await using till = await aTill();
  expect(sellingFrom(till.till.shop)).toEqual({
    clock: "2026-11-22T14:03:05+08:00",
    seller: "12345675",
    ranges: [],
    nextNumber: "TS00000000",
    lastNumber: null,
    lastIssuedAt: null,
  });
  await till.post("/v1/sales", aSale({ buyer: { businessId: "04595257", name: "買方" } }));
  const line = sellingFrom(till.till.shop);
  expect(line).toMatchObject({
    ranges: ["11512 07 TS00000000–TS99999999, open, 99999999 left"],
    nextNumber: "TS00000001",
    lastNumber: "TS00000000",
    lastIssuedAt: "2026-11-22T14:03:05+08:00",
  });
  expect(JSON.stringify(line)).not.toMatch(/04595257|買方/);
});
