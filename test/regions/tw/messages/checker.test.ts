import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { issue } from "../../../../src/invoice/invoice.ts";
import type { InvoiceRecord } from "../../../../src/invoice/record.ts";
import type { Sale, SaleLine } from "../../../../src/invoice/sale.ts";
import { qrKeyFromHex } from "../../../../src/regions/tw/cipher.ts";
import { twLaw } from "../../../../src/regions/tw/law/law.ts";
import { messages, preflight, writeMessage } from "../../../../src/regions/tw/messages/messages.ts";
import { check } from "./checker.ts";
import {
  aBranchTrack,
  anAllowance,
  anAllowanceCancel,
  anInvoice,
  anUndo,
  company,
  mobile,
  now,
  seller,
  someUnusedNumbers,
} from "./records.ts";

describe("the checker, which shares nothing with the writer", () => {
  test.each([
    "E0401",
    "E0402",
    "F0401_b2b_print",
    "F0401_b2c_carrier",
    "F0401_b2c_print",
    "F0501",
    "F0701",
    "G0401",
  ])("accepts %s, which the ministry's schema accepts", (name) => {
    expect(check(name.slice(0, 5), sample(name))).toEqual([]);
  });

  const invoice = sample("F0401_b2c_print");
  const allowance = sample("G0401");
  test.each([
    ["a random code of letters", "F0401", invoice.replace("9999<", "AAAA<")],
    ["an invoice type that is none", "F0401", invoice.replace("<InvoiceType>07", "<InvoiceType>01")],
    ["a date with dashes", "F0401", invoice.replace("20260105", "2026-01-05")],
    ["a time without colons", "F0401", invoice.replace("14:05:22", "140522")],
    ["small track letters", "F0401", invoice.replace("AB11223344", "ab11223344")],
    ["the old CheckNumber", "F0401", invoice.replace("<Seller>", "<CheckNumber>1</CheckNumber><Seller>")],
    ["a negative tax amount", "F0401", invoice.replace("<TaxAmount>0", "<TaxAmount>-1")],
    ["a negative total", "F0401", invoice.replace("<TotalAmount>315", "<TotalAmount>-315")],
    ["a tax amount with a fraction", "F0401", invoice.replace("<TaxAmount>0", "<TaxAmount>1.5")],
    ["an address before the name", "F0401", invoice.replace(/(<Name>測試.*?<\/Name>)\s*(<Address>.*?<\/Address>)/s, "$2$1")],
    ["a buyer of seven characters", "F0401", invoice.replace("0000000000", "0000000")],
    ["an empty customs mark", "F0401", invoice.replace("<RelateN", "<CustomsClearanceMark></CustomsClearanceMark><RelateN")],
    ["an empty group mark", "F0401", invoice.replace("<DonateMark>", "<GroupMark/><DonateMark>")],
    ["an empty buyer remark", "F0401", invoice.replace("<RelateN", "<BuyerRemark/><RelateN")],
    ["an invoice without items", "F0401", invoice.replace(/<ProductItem>.*<\/ProductItem>/s, "")],
    ["an item without its kind of tax", "F0401", invoice.replace("<TaxType>1</TaxType>", "")],
    ["a long unit", "F0401", invoice.replace("組", "一二三四五六七")],
    ["another namespace", "F0401", invoice.replace("F0401:4.1", "F0401:4.0")],
    ["an allowance of type 1", "G0401", allowance.replace("<AllowanceType>2", "<AllowanceType>1")],
    ["an allowance number of 17 characters", "G0401", allowance.replace("AB1122334401", "AB112233440100000")],
    ["a tax with a fraction", "G0401", allowance.replace("<Tax>5", "<Tax>5.5")],
    ["an allowance's item with SequenceNumber", "G0401", allowance.replace("<Tax>", "<SequenceNumber>1</SequenceNumber><Tax>")],
    ["a blank reason", "F0501", sample("F0501").replace("退貨", " ")],
    ["a period of six digits", "E0402", sample("E0402").replace("11502", "202602")],
  ])("barks at %s", (_, message, xml) => {
    expect(check(message, xml).length).toBeGreaterThan(0);
  });

  test.each([
    ["an identifier of nine characters", invoice.replace("0000000000", "000000000")],
    ["no random code", invoice.replace("<RandomNumber>9999</RandomNumber>", "")],
    ["an empty random code", invoice.replace("9999<", "<")],
    ["a rate of 0.0500", invoice.replace("0.05<", "0.0500<")],
    ["a line below zero", invoice.replace("<Amount>105", "<Amount>-105")],
  ])("lets %s through, as the schema does", (_, xml) => {
    expect(check("F0401", xml)).toEqual([]);
  });
});

describe("everything the writer makes", () => {
  test("of a lawful sale stands against the tables, and passes pre-flight", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(sales, (sale) => {
        fc.pre(law.faults(sale).length === 0);
        const record = recordOf(sale);
        seen.add(`${sale.buyer ? "company" : "consumer"} ${record.taxType} ${whereTo(sale)}`);
        expect(check("F0401", writeMessage(messages.F0401, record))).toEqual([]);
        expect(preflight(messages.F0401, record, now)).toEqual([]);
      }),
      { numRuns: 400, seed: 1 },
    );
    for (const kind of ["consumer mixed paper", "consumer special paper", "consumer zero donation", "company taxable carrier"])
      expect(seen).toContain(kind);
  });

  test("of the other records stands against the tables, and passes pre-flight", () => {
    const later = Date.parse("2026-01-10T12:00:00+08:00") / 1000;
    expect(check("F0501", writeMessage(messages.F0501, anUndo({ buyer: company })))).toEqual([]);
    expect(check("F0701", writeMessage(messages.F0701, anUndo({ act: "withdraw" })))).toEqual([]);
    expect(check("G0401", writeMessage(messages.G0401, anAllowance({ buyer: company })))).toEqual([]);
    expect(check("G0501", writeMessage(messages.G0501, anAllowanceCancel()))).toEqual([]);
    expect(check("E0401", writeMessage(messages.E0401, aBranchTrack))).toEqual([]);
    expect(check("E0402", writeMessage(messages.E0402, someUnusedNumbers))).toEqual([]);
    expect(preflight(messages.G0401, anAllowance({ buyer: company }), later)).toEqual([]);
    expect(preflight(messages.G0501, anAllowanceCancel(), later)).toEqual([]);
  });

  test("is refused by pre-flight wherever the checker would bark", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 130 });
    fc.assert(
      fc.property(text, text, text, (name, unit, remark) => {
        const first = { ...anInvoice().lines[0]!, name: name.repeat(5), unit, remark };
        const record = anInvoice({ lines: [first, anInvoice().lines[1]!], seller: { ...seller, name } });
        const barks = check("F0401", writeMessage(messages.F0401, record)).length > 0;
        expect(preflight(messages.F0401, record, now).some((fault) => fault.code === "schema")).toBe(barks);
      }),
      { seed: 2 },
    );
  });
});

const law = twLaw(qrKeyFromHex("0".repeat(32)));

const sales = fc
  .record({
    kinds: fc.constantFrom(["taxable"], ["zero"], ["exempt"], ["special"], ["taxable", "zero", "exempt"] as const),
    lines: fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: -100, max: 99_999 }), fc.nat(9)), { minLength: 1, maxLength: 8 }),
    names: fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
    pricesIncludeTax: fc.boolean(),
    buyer: fc.constantFrom(undefined, company, { ...company, name: "好買<公司>&", address: "高雄" }),
    where: fc.constantFrom(
      {},
      { carrier: mobile },
      { carrier: { type: "1K0001", id: "80123", hiddenId: "3F25" } },
      { donation: "919" },
    ),
    customs: fc.boolean(),
    taxRate: fc.constantFrom("0.01", "0.02", "0.05", "0.15", "0.25"),
  })
  .map(({ kinds, lines, names, customs, taxRate, where, buyer, pricesIncludeTax }): Sale => {
    const sold = lines.map(([quantity, price, kind]): SaleLine => {
      const taxType = kinds[kind % kinds.length] as SaleLine["taxType"];
      return { name: names, quantity: String((quantity + 1) / 8), unitPrice: String(price / 100), unit: "個", taxType };
    });
    const zero = sold.some(({ taxType }) => taxType === "zero");
    return {
      lines: sold,
      pricesIncludeTax,
      ...(buyer && { buyer }),
      ...where,
      ...(zero && { export: { customs, reason: "71" } }),
      ...(kinds[0] === "special" && { taxRate }),
    };
  });

function recordOf(sale: Sale): InvoiceRecord {
  const allotment = { number: "AB11223344", period: "11502", randomCode: "0042" };
  const request = { client: "pos", id: "6f1c9a52-1f5e-4c58-9d0a-0c1f1f6f3c11" };
  return issue({ sale, allotment, atSeconds: now - 60, seller, environment: "live", request }, law);
}

function whereTo({ carrier, donation }: Sale): string {
  if (donation !== undefined) return "donation";
  return carrier ? "carrier" : "paper";
}

function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}.xml`, import.meta.url), "utf8");
}
