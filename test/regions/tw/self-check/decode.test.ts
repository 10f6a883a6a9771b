import { describe, expect, test } from "vitest";
import { carrierCases } from "../../../../src/regions/tw/self-check/carrier-checks.ts";
import { decodePair, labelOfDate, periodOfDate, rocDateOf, uploadedIn } from "../../../../src/regions/tw/self-check/decode.ts";
import vectors from "../vectors.json" with { type: "json" };

const head = vectors.qr_left_77[0]!.expected;

describe("the eyes of the self-check", () => {
  test("take the published 77 characters apart into the fields they were made of", () => {
    const { inputs } = vectors.qr_left_77[0]!;
    expect(decodePair(`${head}:**********:0:2:1`, "**")).toEqual({
      number: inputs.number,
      date: inputs.rocDate,
      randomCode: inputs.random,
      sales: "00000064",
      total: "00000064",
      buyer: inputs.buyer,
      seller: inputs.seller,
      cipher: "73UqXrAk5DsVNv2VEvIFkQ==",
      recorded: "0",
      lines: "2",
      encoding: "1",
      items: [],
    });
  });

  test("read the official pair's items across both codes", () => {
    const { left_after_77: left, right } = vectors.qr_pair[0]! as { left_after_77: string; right: string };
    const { recorded, items } = decodePair(head + left, right);
    expect([recorded, items]).toEqual(["3", ["乾電池", "1", "105", "口罩", "1", "210", "牛奶", "1", "25"]]);
    expect(decodePair(`${head}:**********:1:1:1:茶:1:30`, "**").items).toEqual(["茶", "1", "30"]);
    expect(decodePair(`${head}:**********:1:1:1:`, "**茶:1:30").items).toEqual(["茶", "1", "30"]);
  });

  test.each(vectors.period.cases)("know the period of $date", ({ date, code, label }) => {
    expect([periodOfDate(date), labelOfDate(date)]).toEqual([code, label]);
    expect(rocDateOf("2013-05-23")).toBe("1020523");
  });

  test("see nothing in what is no upload, instead of failing", () => {
    expect(uploadedIn("no XML")).toMatchObject({ number: "", seller: "", items: [] });
  });

  test("know the published carriers, all of them", () => {
    const { mobile_3J0002: mobile, citizen_CQ0001: citizen } = vectors.carriers;
    expect(carrierCases.mobile).toEqual({ type: "3J0002", valid: mobile.valid, invalid: mobile.invalid });
    expect(carrierCases.citizen).toEqual({ type: "CQ0001", valid: citizen.valid, invalid: citizen.invalid });
  });
});
