import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grantFaults } from "../../../../src/regions/tw/ranges/grant-faults.ts";
import { aGrant } from "./granted.ts";

const shop = { businessId: "12345675", period: "11512", held: [] };
const codes = (...args: Parameters<typeof grantFaults>) => grantFaults(...args).map(({ path, code }) => `${path}: ${code}`);

describe("whose numbers", () => {
  test("this shop's own for now and for the next period are taken, in any number of ranges", () => {
    const grants = [aGrant(), aGrant({ row: 3, track: "KE" }), aGrant({ row: 4, period: "11602" })];
    expect(grantFaults(grants, shop)).toEqual([]);
  });

  test("a row of another seller or branch is refused by name", () => {
    expect(codes([aGrant(), aGrant({ row: 3, track: "KE", businessId: "10458575" })], shop)).toEqual(["row 3: seller-differs"]);
  });
});

describe("which period", () => {
  test.each([
    ["11510", "row 2: period-past"],
    ["11502", "row 2: period-past"],
    ["11604", "row 2: period-ahead"],
  ])("%s is refused in 11512 as %s", (period, fault) => {
    expect(codes([aGrant({ period })], shop)).toEqual([fault]);
  });

  test("the reason names both periods as people write them", () => {
    expect(grantFaults([aGrant({ period: "11510" })], shop)[0]!.message).toMatch(/115年09-10月.*115年11-12月/);
  });
});

describe("overlaps", () => {
  test("two rows that share a number are refused at the later one, naming both", () => {
    const [fault, ...others] = grantFaults([aGrant(), aGrant({ row: 3, first: 12_345_650, last: 12_345_749 })], shop);
    expect(others).toEqual([]);
    expect(fault).toEqual({
      path: "row 3",
      code: "overlap",
      message: "KD12345650–12345749 overlaps KD12345600–12345699, which row 2 grants too.",
    });
  });

  test("a type of its own is no excuse: a number is unique in its period", () => {
    expect(codes([aGrant(), aGrant({ row: 3, invoiceType: "08" })], shop)).toEqual(["row 3: overlap"]);
  });

  test("a file imported once is refused row by row the second time, whatever share was taken", () => {
    const grants = [aGrant(), aGrant({ row: 3, first: 12_345_700, last: 12_345_799 })];
    const held = [{ period: "11512", track: "KD", first: 12_345_650, last: 12_345_749 }];
    expect(codes(grants, { ...shop, held })).toEqual(["row 2: overlap", "row 3: overlap"]);
  });

  test("the same number of another period or track, and what the shop holds twice already, is nobody's fault", () => {
    const held = [aGrant({ period: "11510" }), aGrant({ track: "KE" }), aGrant({ track: "KE" })];
    expect(grantFaults([aGrant(), aGrant({ row: 3, period: "11602" })], { ...shop, held })).toEqual([]);
  });

  test("a fault is found exactly when a number is given twice, and no innocent row is named", () => {
    const span = fc.tuple(fc.nat(20), fc.nat(3)).map(([at, more]) => ({ first: at * 50, last: (at + more) * 50 + 49 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 8 }), fc.array(span, { maxLength: 4 }), (rows, holdings) => {
        const grants = rows.map((row, index) => aGrant({ ...row, row: index + 1 }));
        const held = holdings.map((holding) => aGrant(holding));
        const named = new Set(codes(grants, { ...shop, held }));
        const meets = (a: { first: number; last: number }, b: { first: number; last: number }) =>
          a.first <= b.last && b.first <= a.last;
        const guilty = grants.filter((grant) =>
          [...held, ...grants.slice(0, grant.row - 1)].some((other) => meets(grant, other)),
        );
        expect(named.size > 0).toBe(guilty.length > 0);
        for (const name of named) expect(guilty.map(({ row }) => `row ${row}: overlap`)).toContain(name);
      }),
    );
  });
});
