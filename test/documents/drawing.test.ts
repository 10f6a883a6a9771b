import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { silentLog } from "../../src/base/log.ts";
import { DocumentPress } from "../../src/documents/press.ts";
import type { Sheet } from "../../src/regions/sheet.ts";
import { scanImage } from "../receipt/scanner.ts";
import { aLine } from "../regions/tw/a-sale.ts";
import { aRecord, aSheet, manyLines } from "./a-sheet.ts";
import { readPdf } from "./read-pdf.ts";

// Each document starts a process, which reads a font first.
vi.setConfig({ testTimeout: 60_000 });

const press = new DocumentPress(silentLog);
afterAll(() => press.stop());
const draw = (sheet: Sheet) => press.pdfOf(sheet);
const golden = (name: string) => new URL(`../golden/documents/${name}.txt`, import.meta.url).pathname;

/** A document as text, page after page. */
function textOf(pdf: Uint8Array): string {
  return readPdf(pdf)
    .pages.map((lines, index) => `--- page ${index + 1}\n${lines.join("\n")}\n`)
    .join("");
}

describe("a document's text", () => {
  test("is what the sheet says, in letters that can be selected", async () => {
    const lines = [
      aLine({ name: "珍珠奶茶", quantity: "2", unitPrice: "65", unit: "杯" }),
      aLine({ name: "堃喆犇煊 & <b>", unitPrice: "1234567" }),
    ];
    await expect(textOf(await draw(aSheet(aRecord({ lines }))))).toMatchFileSnapshot(golden("company"));
  });

  test("goes on over pages, each with the columns' titles and its number", async () => {
    const pdf = await draw(aSheet(aRecord({ lines: manyLines(60) }, { environment: "demo" })));
    await expect(textOf(pdf)).toMatchFileSnapshot(golden("three-pages"));
    const { pages } = readPdf(pdf);
    expect(pages).toHaveLength(3);
    for (const [index, lines] of pages.entries()) {
      expect(lines).toContain(`${index + 1} / 3`);
      expect(lines).toContain("序 | 品名 | 數量 | 單位 | 單價(含稅) | 金額(含稅) | 稅別");
      expect(lines).toContain("(across) 測試");
    }
  });

  test("shows 〓 for a letter the font lacks, and a blank for what is no letter", async () => {
    const { pages } = readPdf(
      await draw(aSheet(aRecord({}, { lines: [{ ...aRecord().lines[0]!, name: "a\u0007b😀c\ue000d" }] }))),
    );
    expect(pages[0]!.join("\n")).toContain("a b〓c〓d");
  });

  test("keeps every letter of a name that is longer than its column, and every figure whole", async () => {
    const name = "長".repeat(500);
    const lines = [{ ...aRecord().lines[0]!, name, quantity: "1234567890.1234567" }];
    const [page] = readPdf(await draw(aSheet(aRecord({}, { lines })))).pages;
    expect(page!.join("").match(/長/g)).toHaveLength(500);
    expect(page!.join("\n")).toContain("1,234,567,890.1234567");
  });
});

describe("a document's file", () => {
  test("names its title, seller and issue time, and no program", async () => {
    const seller = { businessId: "12345675", name: "A&B (測試)<公司>", address: "臺北市" };
    const { info, whole } = readPdf(await draw(aSheet(aRecord({}, { seller }))));
    expect(info).toEqual({
      CreationDate: "D:20261122060305Z",
      Title: "發票內容副本／明細 TS-00000007",
      Author: seller.name,
      Subject: "115年11-12月",
    });
    expect(whole).not.toMatch(/pdfkit|fontkit|undefined/i);
  });

  test("embeds one font, cut down to the letters that are used", async () => {
    const [font, ...others] = readPdf(await draw(aSheet())).fonts;
    expect(others).toEqual([]);
    expect(font!.name).toMatch(/^[A-Z]{6}\+NotoSansTC-Medium$/);
    expect(font!.embeddedBytes).toBeGreaterThan(10_000);
    expect(font!.embeddedBytes).toBeLessThan(120_000);
  });

  test("is the same to the byte for the same sheet, and another for another", async () => {
    const [one, again, other] = await Promise.all([draw(aSheet()), draw(aSheet()), draw(aSheet(aRecord(), { copy: 1 }))]);
    expect(Buffer.from(one!).equals(again!)).toBe(true);
    expect(Buffer.from(one!).equals(other!)).toBe(false);
  });

  test("has nothing a scanner could read unless it is the proof slip", async () => {
    const content = readPdf(await draw(aSheet()));
    const proof = readPdf(await draw(aSheet(aRecord(), { kind: "proof" })));
    expect(content.rectangles).toEqual([0]);
    expect(content.whole).not.toContain("/Subtype /Image");
    expect(proof.rectangles[0]).toBeGreaterThan(500);
    expect(proof.whole).not.toContain("/Subtype /Image");
  });

  test("as proof slip it scans at a printer's and a screen's resolution", async ({ skip }) => {
    if (spawnSync("pdftoppm", ["-v"]).error) skip("pdftoppm (poppler-utils) is not on this machine, so nothing was scanned");
    const record = aRecord();
    const folder = mkdtempSync(join(tmpdir(), "tillseal-scan-"));
    try {
      writeFileSync(join(folder, "proof.pdf"), await draw(aSheet(record, { kind: "proof" })));
      for (const dpi of ["150", "203", "300"]) {
        spawnSync("pdftoppm", ["-r", dpi, "-png", "-singlefile", "proof.pdf", dpi], { cwd: folder });
        const { bars, squares } = await scanImage(new Uint8Array(readFileSync(join(folder, `${dpi}.png`))));
        expect({ dpi, bars, squares }).toEqual({
          dpi,
          bars: [record.codes.barcode],
          squares: [record.codes.qrLeft, record.codes.qrRight],
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("is found whole by another reader", async ({ skip }) => {
    if (spawnSync("pdftotext", ["-v"]).error)
      skip("pdftotext (poppler-utils) is not on this machine, so only our own reader read it");
    const read = spawnSync("pdftotext", ["-layout", "-", "-"], {
      input: await draw(aSheet(aRecord({ lines: manyLines(60) }))),
      encoding: "utf8",
    });
    expect(read.stderr).toBe("");
    for (const { name } of manyLines(60).filter(({ name }) => name.startsWith("品項"))) expect(read.stdout).toContain(name);
  });
});
