import type { Block } from "../../src/receipt/blocks.ts";
import type { Paper } from "../../src/receipt/layout.ts";

/** The heads a slip is tried on: 58 mm and 80 mm at 203 dpi, 58 mm at 180 dpi. */
export const papers = {
  "384 dots": { widthDots: 384, columnDots: 384, dotsPerMm: 8 },
  "576 dots": { widthDots: 576, columnDots: 384, dotsPerMm: 8 },
  "360 dots at 180 dpi": { widthDots: 360, columnDots: 360, dotsPerMm: 180 / 25.4 },
} as const satisfies Record<string, Paper>;

export const codes = {
  bar: "11512TS000000071234",
  left: `TS0000000711511081234000000000000022200000000${"01234567"}${"qJkT0b3dQ5GvWnXy1MZcRA=="}:**********:2:2:1:珍珠奶茶:2:60`,
  right: "**:雞蛋糕:1:45:手工豆花:3:19",
};

/** A proof slip in the order of spec/taiwan.md 6.4, with a short footer below the codes. */
export function sampleSlip({ title = "測試電子發票證明聯", company = false } = {}): readonly Block[] {
  return [
    { kind: "text", text: "山海茶行 永康店", size: "name", align: "centre" },
    { kind: "text", text: title, size: "title", align: "centre" },
    { kind: "text", text: "115年11-12月", size: "title", align: "centre" },
    { kind: "text", text: "TS-00000007", size: "title", align: "centre" },
    company ? { kind: "columns", left: "2026-11-08 14:05:09", right: "格式 25" } : { kind: "text", text: "2026-11-08 14:05:09" },
    { kind: "columns", left: "隨機碼 1234", right: "總計 546" },
    company ? { kind: "columns", left: "賣方 01234567", right: "買方 98765432" } : { kind: "text", text: "賣方 01234567" },
    { kind: "code39", data: codes.bar },
    { kind: "qr-pair", left: codes.left, right: codes.right },
    { kind: "columns", left: "一號店 機 02", right: "序 000123" },
    { kind: "text", text: "退貨憑電子發票證明聯正本辦理" },
  ];
}
