import { describe, expect, test } from "vitest";
import { undo } from "../../../src/regions/tw/law/undo.ts";

function seconds(local: string): number {
  return Date.parse(`${local}+08:00`) / 1000;
}

describe("a period runs, is over, and is filed", () => {
  test.each([
    ["2026-11-01T00:00:00", "2026-12-31T23:59:59", "running"],
    ["2026-12-31T23:59:59", "2027-01-01T00:00:00", "over"],
    ["2026-11-22T14:03:05", "2027-01-14T23:59:59", "over"],
    ["2026-11-22T14:03:05", "2027-01-15T00:00:00", "filed"],
    ["2027-01-01T00:00:00", "2027-03-14T23:59:59", "over"],
    ["2027-02-28T12:00:00", "2027-03-15T00:00:00", "filed"],
    ["2026-11-22T14:03:05", "2030-11-22T14:03:05", "filed"],
  ])("what was issued at %s is, at %s, of a period that is %s", (issuedAt, at, stage) => {
    expect(undo.stage(seconds(issuedAt), seconds(at))).toBe(stage);
  });
});

describe("an approval number", () => {
  test.each(["1", "0", "0000000000", "1111", "----", "n/a", ""])("%j is a placeholder", (text) => {
    expect(undo.isApproval(text)).toBe(false);
  });

  test("is taken as the tax office writes it", () => {
    expect(undo.isApproval("財北國稅中正營業字第1150012345號")).toBe(true);
  });
});

describe("an allowance's number", () => {
  const invoice = { period: "11512", number: "TS00000007" };

  test("is the period's last four digits, the invoice's number and a counter: sixteen characters", () => {
    expect(undo.allowanceNumber(invoice, 1)).toBe("1512TS0000000701");
    expect(undo.allowanceNumber(invoice, 99)).toBe("1512TS0000000799");
  });

  test("ends with the ninety-ninth", () => {
    expect(undo.allowanceNumber(invoice, 100)).toBeNull();
  });
});
