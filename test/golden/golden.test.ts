import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { InvoiceRecord } from "../../src/invoice/record.ts";
import { encodePng } from "../../src/receipt/png.ts";
import { render } from "../../src/receipt/render.ts";
import { faces } from "../receipt/faces.ts";
import { check } from "../regions/tw/messages/checker.ts";
import { disagreements } from "./agreement.ts";
import { differentDots, expectGolden } from "./golden-file.ts";
import { folder, names, type Played, pathOf, play } from "./golden-sale.ts";
import { type ReadPaper, readPaper, slipsText } from "./slip-text.ts";

describe.each(names)("%s", (name) => {
  let played: Played;
  let read: readonly ReadPaper[];
  beforeAll(async () => {
    played = await play(name);
    read = await Promise.all(played.papers.map(readPaper));
  });

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
    for (const [index, { document, record }] of played.papers.entries()) {
      if (document !== "proof") continue;
      const { scan, heightMm } = read[index]!;
      const { barcode, qrLeft, qrRight } = record.codes;
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
      const papers = read.filter((_, at) => played.papers[at]!.record.revision === record.revision);
      expect(disagreements({ xml: uploads[index]!, record, papers })).toEqual([]);
    }
  });
});

test("every case is told in the README's table, and none that is not there", () => {
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  expect([...readme.matchAll(/^\| \[([\w-]+)\]\(sales\/\1\)/gm)].map(([, name]) => name).sort()).toEqual(names);
});
