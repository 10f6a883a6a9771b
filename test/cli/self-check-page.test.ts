import { expect, test } from "vitest";
import { selfCheckPage } from "../../src/cli/self-check-page.tsx";
import type { SelfCheckReport } from "../../src/daemon/self-check/run-self-check.ts";
import type { CheckedItem } from "../../src/regions/self-check.ts";
import { tw } from "../../src/regions/tw/tw.ts";

const both = (text: string) => ({ local: `中${text}`, english: text });

function item(more: Partial<CheckedItem>): CheckedItem {
  return { item: "8(7)", asks: both("asks"), mark: "passed", how: both("how"), seen: [both("seen")], todo: null, ...more };
}

function page(more: Partial<SelfCheckReport> = {}): string {
  const report: SelfCheckReport = {
    checkedAt: "2026-11-22T14:03:05+08:00",
    environment: "demo",
    seller: tw.demo.seller,
    printer: "front epson-203-80",
    items: [item({}), item({ item: "11", mark: "by-hand", todo: both("do it") })],
    pictures: [Uint8Array.of(1, 2, 3)],
    ...more,
  };
  return selfCheckPage(tw.selfCheck, report, "1.2.3");
}

test("the page is whole in itself: no script, and nothing from anywhere else", () => {
  const html = page();
  expect(html).toMatch(/^<!doctype html>\n<html lang="zh-Hant">/);
  expect(html).not.toMatch(/<script|<link|<iframe|@import|url\(|https?:/i);
  expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual(["data:image/png;base64,AQID"]);
});

test("the page names shop, time and program, every item with its mark, what is to do, and who signs", () => {
  const html = page();
  for (const text of [
    "電子發票開立系統自行檢測表",
    "測試茶舖有限公司",
    "12345675",
    "2026-11-22 14:03:05",
    "Tillseal 1.2.3 (demo)",
    "不得作為申請文件",
    "front epson-203-80",
    "合格 1　不合格 0　人工確認 1",
    "✓ 合格",
    "□ 人工確認",
    "→ 中do it",
    "檢測人員簽章",
  ])
    expect(html).toContain(text);
  expect(page({ items: [item({ mark: "failed" })] })).toContain("✗ 不合格");
});

test("what a shop is called cannot break out of the page", () => {
  const html = page({ seller: { ...tw.demo.seller, name: "<script>alert(1)</script>" }, items: [item({ seen: [both("<b>")] })] });
  expect(html).not.toContain("<script>");
  expect(html).toContain("&lt;script&gt;");
  expect(html).not.toContain("<b>中");
});

test("without a rehearsal slip there is no room left for one", () => {
  expect(page({ pictures: [] })).not.toContain("<img");
});
