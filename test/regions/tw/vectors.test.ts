import { describe, expect, test } from "vitest";
import type { InvoiceAmounts } from "../../../src/invoice/record.ts";
import type { SaleLine } from "../../../src/invoice/sale.ts";
import { isBusinessId } from "../../../src/regions/tw/business-id.ts";
import { localTime, periodLabel, periodOf, rocDate } from "../../../src/regions/tw/calendar.ts";
import { cipherOf, qrKeyFromHex, qrKeyFromPassphrase } from "../../../src/regions/tw/cipher.ts";
import { codesOf, hexAmount, leftHead, qrTexts } from "../../../src/regions/tw/codes.ts";
import vectors from "./vectors.json" with { type: "json" };

describe("加密驗證資訊", () => {
  test.each(vectors.aes.cases)("the cipher of $number with random code $random is the published one", ({
    key,
    number,
    random,
    cipher,
  }) => {
    expect(cipherOf(qrKeyFromHex(key), number, random)).toBe(cipher);
  });

  test.each([
    "",
    "FE0F50D87215F625D1248F5FDAEBA3",
    "FE0F50D87215F625D1248F5FDAEBA37FFF",
    "not hexadecimal at all, 32 digits",
  ])("a key that is not exactly 32 hexadecimal digits is refused: %j", (key) => {
    expect(() => qrKeyFromHex(key)).toThrow("exactly 32 hexadecimal digits");
  });

  test.each(vectors.key_from_passphrase.cases)("the passphrase $passphrase makes the key the official tool makes", ({
    passphrase,
    key,
  }) => {
    expect(Buffer.from(qrKeyFromPassphrase(passphrase)).toString("hex").toUpperCase()).toBe(key);
  });
});

describe("Code 39", () => {
  const amounts = figures({});
  const barcode = (period: string, number: string, randomCode: string) =>
    codesOf({
      allotment: { period, number, randomCode },
      atSeconds: 0,
      seller: { businessId: "00000000", name: "", address: "" },
      names: [],
      buyer: undefined,
      amounts,
      cipher: "",
    }).barcode;

  test.each(vectors.code39.cases)("the bar code is $text", (vector) => {
    const date = vector.date ?? `${Number(vector.rocYear) + 1911}-03-01`;
    expect(barcode(periodOf(seconds(`${date}T12:00:00+08:00`)), vector.number, vector.random)).toBe(vector.text);
  });

  test.each(vectors.code39.wrong_in_the_wild)("an odd month never stands in a bar code, as it does in $text", ({ text }) => {
    const odd = Number(text.slice(3, 5));
    const at = seconds(`${Number(text.slice(0, 3)) + 1911}-${String(odd).padStart(2, "0")}-15T12:00:00+08:00`);
    expect(barcode(periodOf(at), text.slice(5, 15), text.slice(15))).not.toBe(text);
  });
});

describe("the QR codes", () => {
  test.each(vectors.hex_amount)("$amount is written $hex8", ({ amount, hex8 }) => {
    expect(hexAmount(amount)).toBe(hex8);
  });

  test.each(vectors.qr_left_77)("the first 77 characters are those of $source", ({ inputs, expected }) => {
    const { number, rocDate: date, random, sales, total, seller, key } = inputs;
    const head = leftHead({
      allotment: { number, period: "10406", randomCode: random },
      atSeconds: seconds("2015-05-11T12:00:00+08:00"),
      seller: { businessId: seller, name: "", address: "" },
      names: [],
      buyer: undefined,
      // The sample separates the tax, so the sales field is filled; which tax it was does not show.
      amounts: figures({ sales, tax: 1, total }),
      cipher: cipherOf(qrKeyFromHex(key), number, random),
    });
    expect(date).toBe("1040511");
    expect(head).toBe(expected);
    expect(head).toHaveLength(77);
  });

  test("a consumer's sales field is zero, because the upload says TaxAmount 0", () => {
    const head = leftHead({
      allotment: { number: "TS00000000", period: "11512", randomCode: "0000" },
      atSeconds: 0,
      seller: { businessId: "12345675", name: "", address: "" },
      names: [],
      buyer: undefined,
      amounts: figures({ sales: 340, total: 340 }),
      cipher: "",
    });
    expect(head.slice(21, 37)).toBe("0000000000000154");
  });

  const head = "A".repeat(77);
  const [official, nothingRecorded] = vectors.qr_pair;

  test("the official example is cut behind its first item, one left and two right", () => {
    const lines = [item("乾電池", "1", "105"), item("口罩", "1", "210"), item("牛奶", "1", "25")];
    expect(qrTexts(head, lines)).toEqual({ qrLeft: head + official!.left_after_77, qrRight: official!.right });
  });

  test("where no item fits, both codes keep the legal minimum", () => {
    const lines = [item("很".repeat(100), "1", "50"), item("長".repeat(100), "1", "50")];
    expect(qrTexts(head, lines)).toEqual({ qrLeft: head + nothingRecorded!.left_after_77, qrRight: nothingRecorded!.right });
  });
});

describe("統一編號", () => {
  test.each(vectors.ubn.valid)("%s is one", (text) => expect(isBusinessId(text)).toBe(true));
  test.each(vectors.ubn.valid_only_under_new_rule)("%s is one by the rule since 2023", (text) =>
    expect(isBusinessId(text)).toBe(true));
  test.each([...vectors.ubn.invalid, "", "1234567", "123456755", "1234567５"])("%j is none", (text) =>
    expect(isBusinessId(text)).toBe(false));
});

describe("年期別", () => {
  test.each(vectors.period.cases)("$date falls in $code, printed $label", ({ date, code, label }) => {
    expect(periodOf(seconds(`${date}T00:00:00+08:00`))).toBe(code);
    expect(periodOf(seconds(`${date}T23:59:59+08:00`))).toBe(code);
    expect(periodLabel(code)).toBe(label);
  });

  test("the period follows the time in Taipei: 16:00 UTC on New Year's Eve is the new year already", () => {
    expect(periodOf(seconds("2025-12-31T15:59:59Z"))).toBe("11412");
    expect(periodOf(seconds("2025-12-31T16:00:00Z"))).toBe("11502");
    expect(localTime(seconds("2025-12-31T16:00:00Z"))).toBe("2026-01-01T00:00:00+08:00");
    expect(rocDate(seconds("2025-12-31T16:00:00Z"))).toBe("1150101");
  });
});

function seconds(iso: string): number {
  return Date.parse(iso) / 1000;
}

function item(name: string, quantity: string, unitPrice: string): SaleLine {
  return { name, quantity, unitPrice, taxType: "taxable" };
}

/** A taxable invoice without lines, but for what the test says. */
function figures(amounts: Partial<InvoiceAmounts>): InvoiceAmounts {
  return { lines: [], taxType: "taxable", taxRate: "0.05", sales: 0, zeroRated: 0, exempt: 0, tax: 0, total: 0, ...amounts };
}
