import { describe, expect, test } from "vitest";
import type { Figures } from "../../../src/invoice/totals/figures.ts";
import type { ClosingRecord, DayReport } from "../../../src/invoice/totals/report.ts";
import type { Block } from "../../../src/receipt/blocks.ts";
import { layOut } from "../../../src/receipt/layout.ts";
import { tw } from "../../../src/regions/tw/tw.ts";
import { faces } from "../../receipt/faces.ts";
import { papers } from "../../receipt/sample-slip.ts";

const none: Figures = { count: 0, taxable: 0, zeroRated: 0, exempt: 0, special: 0, tax: 0, total: 0 };
const shopPaper = { logoLine: "測試茶舖", footer: [] };

function aReport(report: Partial<DayReport> = {}, totals: Partial<DayReport["totals"]> = {}): DayReport {
  return {
    format: 1,
    region: "tw",
    environment: "live",
    seller: { businessId: "12345675", name: "測試茶舖有限公司", address: "臺北市" },
    currency: "TWD",
    madeAt: "2026-11-26T22:03:05+08:00",
    head: { seq: 8, hash: "ab".repeat(32) },
    date: "2026-11-26",
    terminal: null,
    totals: {
      issued: { ...none, count: 3, taxable: 384, tax: 6, total: 390 },
      reissued: none,
      cancelled: { ...none, count: 1, taxable: 130, total: 130 },
      withdrawn: none,
      withdrawnAfterCancel: 0,
      allowances: none,
      allowancesCancelled: none,
      net: { ...none, count: 2, taxable: 254, tax: 6, total: 260 },
      ranges: [{ invoiceType: "07", period: "11512", first: "TS00000007", last: "TS00000009", count: 3 }],
      payments: [{ method: "現金", taken: 390, undone: 130 }],
      tills: [],
      recipients: { companies: 1, consumers: 2, onPaper: 2, carriers: 1, donations: 0 },
      ...totals,
    },
    papers: { printed: 1, sent: 0, settled: 1, doubtful: 0, waiting: 0, held: 0, replaced: 0, dropped: 0, copies: 0 },
    uploads: { held: 4 },
    numbersLeft: [{ invoiceType: "07", left: 41 }],
    open: [],
    ...report,
  };
}

const slip = (record: DayReport | ClosingRecord, copy = 0) => tw.reports.slip(record, { copy, shopPaper });
const textOf = (blocks: readonly Block[]) =>
  blocks.map((block) => (block.kind === "columns" ? `${block.left} ${block.right}` : block.kind === "text" ? block.text : ""));

describe("the day's report on paper", () => {
  test("says what was issued, undone and left over, in the order in which a drawer is counted", () => {
    expect(textOf(slip(aReport())).filter((text) => text !== "")).toEqual([
      "測試茶舖",
      "日報表",
      "2026-11-26",
      "製表 2026-11-26 22:03:05",
      "賣方 12345675",
      "開立 3 張",
      "TS-00000007",
      "～TS-00000009 3 張",
      "應稅銷售額 384",
      "稅額 6",
      "開立合計 390",
      "作廢 1 張 -130",
      "淨額 260",
      "現金 390",
      "　作廢註銷 -130",
      "已印 2 張",
      "載具 1 張",
      "上傳 保留 4",
      "剩餘字軌 07 41",
      "無未結事項",
      "紀錄鏈 #8",
      "ab".repeat(32),
    ]);
  });

  test("is a 日結單 once closed, and names the closing before it", () => {
    const zero = { count: 0, total: 0 };
    const since = { issued: { count: 1, total: 130 }, undone: zero, allowances: zero, net: 130 };
    const previous = { seq: 5, hash: "cd".repeat(32), date: "2026-11-25", madeAt: "2026-11-25T22:00:00+08:00", since };
    const text = textOf(slip({ ...aReport(), by: "amy", previous }));
    expect(text).toEqual(expect.arrayContaining(["日結單", "前次日結 2026-11-25 #5", "其後淨額 130", "結帳 amy"]));
  });

  test("is marked 測試 where nothing counts, and 補印 as a copy", () => {
    expect(textOf(slip(aReport({ environment: "demo" }), 1))).toContain("測試日報表補印");
  });

  test("names what is open", () => {
    const open = [{ code: "slips-doubtful", count: 2, message: "" } as const];
    expect(textOf(slip(aReport({ open })))).toContain("※紙張待人工確認 2");
  });

  test.each(Object.entries(papers))("fits on %s, whatever names shops, tills and cashiers have", (_, paper) => {
    const long = "很長的名字".repeat(6);
    const row = { issued: { count: 99_999, total: 1 }, undone: { count: 0, total: 0 }, allowances: { count: 0, total: 0 } };
    const tills = [1, 2].map((one) => ({ ...row, terminal: `${long}${one}`, cashier: long, net: -123_456_789 }));
    const record = aReport({ terminal: long }, { tills, payments: [{ method: long, taken: 1_234_567_890, undone: 1 }] });
    for (const mark of layOut(slip(record), paper, faces).marks) {
      expect(mark.left).toBeGreaterThanOrEqual(0);
      expect(mark.left).toBeLessThan(paper.widthDots);
    }
  });
});
