import fc from "fast-check";
import { expect, test } from "vitest";
import { issue } from "../../../src/invoice/invoice.ts";
import { tw } from "../../../src/regions/tw/tw.ts";
import { someLawfulSale } from "./a-sale.ts";

const law = tw.law("0123456789ABCDEF0123456789ABCDEF");
const atSeconds = Date.parse("2026-11-22T14:03:05+08:00") / 1000;

test("whatever the law lets pass, the ministry's own checks let pass too, and paper, codes and upload say the same", () => {
  fc.assert(
    fc.property(someLawfulSale(law), (sale) => {
      const record = issue(
        {
          sale,
          allotment: { number: "TS00000007", period: "11512", randomCode: "0412" },
          atSeconds,
          seller: tw.demo.seller,
          environment: "demo",
          request: { client: "test", id: "POS1-1" },
        },
        law,
      );
      expect(tw.messages.faults("F0401", record, atSeconds)).toEqual([]);
      const xml = tw.messages.xml("F0401", record);
      expect(xml).toContain(`<TotalAmount>${record.total}</TotalAmount>`);
      expect(xml).toContain(`<PrintMark>${record.onPaper ? "Y" : "N"}</PrintMark>`);
      expect(Number.parseInt(record.codes.qrLeft.slice(29, 37), 16)).toBe(record.total);
      expect(Number.parseInt(record.codes.qrLeft.slice(21, 29), 16)).toBe(record.tax === 0 ? 0 : record.sales);
      expect(record.codes.qrLeft.slice(37, 45)).toBe(record.buyer?.businessId ?? "00000000");
      const slip = JSON.stringify(tw.papers.proof(record, { ...tw.demo, copy: 0, environment: "demo", invoice: null }));
      expect(slip).toContain(`總計 ${record.total}`);
      expect(slip.includes("格式 25")).toBe(record.buyer !== null);
    }),
    { numRuns: 300 },
  );
});
