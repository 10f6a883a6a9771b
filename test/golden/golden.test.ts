import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { InvoiceRecord, UndoRecord } from "../../src/invoice/record.ts";
import { encodePng } from "../../src/receipt/png.ts";
import { render } from "../../src/receipt/render.ts";
import { faces } from "../receipt/faces.ts";
import { check } from "../regions/tw/messages/checker.ts";
import { disagreements, undoingLacks } from "./agreement.ts";
import { differentDots, expectGolden } from "./golden-file.ts";
import { folder, names, type Played, pathOf, play, qrKey } from "./golden-sale.ts";
import { type ReadPaper, readPaper, slipsText } from "./slip-text.ts";

describe.each(names)("%s", (name) => {
  let played: Played;
  let read: readonly ReadPaper[];
  beforeAll(async () => {
    played = await play(name);
    read = await Promise.all(played.papers.map(readPaper));
  }, 60_000);

  test("gives the records, messages and papers that are kept, and no others", () => {
    const files = new Map<string, string | Uint8Array>([["slips.txt", slipsText(read, played.answer.warnings)]]);
    for (const [file, record] of played.records) files.set(file, `${JSON.stringify(record, null, 2)}\n`);
    for (const [file, xml] of played.messages) files.set(file, xml);
    for (const { file, piece } of played.papers) files.set(file, encodePng(piece));
    for (const [file, content] of files) expectGolden(pathOf(name, file), content);
    const given = ["sale.json", "acts.json"].filter((file) => existsSync(pathOf(name, file)));
    expect(readdirSync(folder + name).sort()).toEqual([...files.keys(), ...given].sort());
  });

  test("prints the dots that were drawn", () => {
    for (const [index, { layout }] of read.entries()) {
      const { piece } = played.papers[index]!;
      // Real-time commands that happen to be in a picture cost a dot each.
      expect(differentDots(render(layout, faces).bitmap, piece)).toBeLessThan(10);
    }
  });

  test("has a proof slip no longer than 9 cm, whose codes a scanner reads as they were sealed", () => {
    for (const [index, { document, invoice }] of played.papers.entries()) {
      if (document !== "proof") continue;
      const { scan, heightMm } = read[index]!;
      const { barcode, qrLeft, qrRight } = invoice.codes;
      expect(scan).toMatchObject({ bars: [barcode], squares: [qrLeft, qrRight] });
      expect(heightMm).toBeLessThanOrEqual(90);
    }
  });

  test("uploads messages the ministry's tables allow", () => {
    for (const [file, xml] of played.messages) expect(check(file.slice(0, 5), xml), file).toEqual([]);
  });

  test("says the same on paper, in its codes, in its record and in its upload", () => {
    const records = [...played.records]
      .filter(([file]) => file.startsWith("record"))
      .map(([, record]) => record as InvoiceRecord);
    const uploads = [...played.messages].filter(([file]) => file.startsWith("F0401")).map(([, xml]) => xml);
    expect(uploads).toHaveLength(records.length);
    for (const [index, record] of records.entries()) {
      const papers = read.filter((_, at) => played.papers[at]!.invoice.revision === record.revision);
      expect(disagreements({ xml: uploads[index]!, record, papers, qrKey })).toEqual([]);
    }
  });
});

test.each([
  ["cancelled", "cancel.json", "F0501.xml", "cancel-note.png"],
  ["withdrawn-and-reissued", "withdraw.json", "F0701.xml", "withdraw-note.png"],
  ["allowance", "allowance.json", "G0401.xml", "allowance.png"],
])("%s: the undoing's record, message and paper say the same", async (name, record, message, paper) => {
  const { records, messages, papers } = await play(name);
  const undone = records.get(record) as UndoRecord;
  const note = await readPaper(papers.find(({ file }) => file === paper)!);
  expect(undoingLacks(undone, messages.get(message)!, note)).toEqual([]);
  expect(
    undoingLacks({ ...undone, seller: { ...undone.seller, businessId: "04595252" } }, messages.get(message)!, note),
  ).toHaveLength(2);
});

test.each([
  ["a consumer", {}],
  ["a company", { buyer: { businessId: "04595257" }, details: "never" }],
])("9,999 lines for %s stay lawful in codes and upload, and everywhere the same", async (_, who) => {
  const lines = Array.from({ length: 9999 }, (_, index) => ({
    name: `零件第${index + 1}號`,
    quantity: 1,
    unitPrice: (index % 97) + 1,
  }));
  const { records, messages, papers } = await play("three-hundred-lines", { requestId: "all-of-it", lines, ...who });
  const xml = messages.get("F0401.xml")!;
  const read = await Promise.all(papers.map(readPaper));
  expect(check("F0401", xml)).toEqual([]);
  expect(new Set(xml.match(/<SequenceNumber>\d{4}</g)).size).toBe(9999);
  expect(disagreements({ xml, record: records.get("record.json") as InvoiceRecord, papers: read, qrKey })).toEqual([]);
  expect(read[0]!.scan).toMatchObject({
    squares: [expect.stringContaining(":9999:1:零件第1號:1:"), expect.stringMatching(/^\*\*零件/)],
    versions: ["6-L", "6-L"],
  });
});

describe("the comparison barks when the upload had another", () => {
  let told: { xml: string; record: InvoiceRecord; papers: readonly ReadPaper[]; qrKey: string };
  beforeAll(async () => {
    const { records, messages, papers } = await play("company-inclusive");
    const record = records.get("record.json") as InvoiceRecord;
    told = { xml: messages.get("F0401.xml")!, record, papers: await Promise.all(papers.map(readPaper)), qrKey };
  });

  test.each([
    ["number", /<InvoiceNumber>TS1/, "<InvoiceNumber>TS2"],
    ["date", "20261122", "20261123"],
    ["second", ":05<", ":06<"],
    ["seller", "<Identifier>12345675", "<Identifier>04595257"],
    ["seller's name", "測試茶舖有限公司", "測試茶舖"],
    ["buyer", "<Identifier>04595257", "<Identifier>12345675"],
    ["buyer's name", "測試股份有限公司", "測試公司"],
    ["deduction", "<BuyerRemark>1", "<BuyerRemark>2"],
    ["sale's id", "POS1-000124", "POS1-000125"],
    ["random code", /<RandomNumber>../, "<RandomNumber>99"],
    ["print mark", "<PrintMark>Y", "<PrintMark>N"],
    ["donation mark", "<DonateMark>0", "<DonateMark>1"],
    ["sales amount", "<SalesAmount>595", "<SalesAmount>596"],
    ["tax", "<TaxAmount>30", "<TaxAmount>29"],
    ["total", "<TotalAmount>625", "<TotalAmount>626"],
    ["name of a line", "影印紙 A4", "影印紙 A5"],
    ["quantity", "<Quantity>5<", "<Quantity>6<"],
    ["unit", "<Unit>包", "<Unit>箱"],
    ["price", "84.7619048", "84.7619047"],
    ["amount of a line", /<Amount>(\d+)\./, "<Amount>1."],
    ["order of lines", "<SequenceNumber>0001", "<SequenceNumber>0003"],
  ])("%s", (_, before, after) => {
    expect(disagreements(told)).toEqual([]);
    const xml = told.xml.replace(before, after);
    expect(xml).not.toBe(told.xml);
    expect(disagreements({ ...told, xml })).not.toEqual([]);
  });

  test("key behind its cipher", () => {
    expect(disagreements({ ...told, qrKey: "0".repeat(32) })).toHaveLength(1);
  });

  test("line on one of its papers", () => {
    for (const [index, paper] of told.papers.entries())
      for (const at of paper.lines.keys()) {
        if (!/\d{2,}/.test(paper.lines[at]!) || /^\[/.test(paper.lines[at]!) || /POS1|信用卡/.test(paper.lines[at]!)) continue;
        const lines = paper.lines.with(at, paper.lines[at]!.replace(/\d(?=\D*$)/, "?"));
        expect(disagreements({ ...told, papers: told.papers.with(index, { ...paper, lines }) }), lines[at]).not.toEqual([]);
      }
  });
});

test("every case is told in the README's table, and none that is not there", () => {
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  expect([...readme.matchAll(/^\| \[([\w-]+)\]\(sales\/\1\)/gm)].map(([, name]) => name).sort()).toEqual(names);
});
