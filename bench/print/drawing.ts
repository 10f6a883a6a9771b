import { transform } from "receiptline";
import type { SlipRow } from "../../db/till/books/paper/slips.ts";
import { systemClock } from "../../src/base/clock.ts";
import { loadFaces } from "../../src/cli/installation.ts";
import { type Issued, issueInvoice } from "../../src/daemon/operations/issue-invoice.ts";
import { SlipPaper } from "../../src/daemon/printing/slip-paper.ts";
import type { InvoiceRecord } from "../../src/invoice/record.ts";
import { aTill } from "../../test/till/a-till.ts";
import { quantile } from "../rig/figures.ts";
import { nextRequest } from "../rig/sale.ts";

export interface DrawingFigures {
  readonly p50Ms: number;
  readonly slipsPerSecond: number;
  readonly slipBytes: number;
  readonly receiptlinePerSecond: number;
  readonly receiptlineBytes: number;
}

const paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };
const client = { name: "bench", scope: "sell" } as const;

/** Records drawn to print bytes, and like content by receiptline, in turns of 50. Every slip is another one. */
export async function measureDrawing(slips: number): Promise<DrawingFigures> {
  await using till = await aTill({ world: { clock: systemClock } });
  const { shop } = till.till;
  const slipPaper = new SlipPaper(shop, loadFaces());
  const ours = timed((slip: SlipRow) => Buffer.concat([...slipPaper.job(slip, paper).pieces]).length);
  const theirs = timed(
    (record: InvoiceRecord) => transform(markup(record), { cpl: 32, encoding: "big5", command: "escpos" }).length,
  );
  for (let round = -1; round < slips / 50; round++) {
    const issued: Issued[] = [];
    for (let slip = 0; slip < 50; slip++) issued.push(await issueInvoice(shop, client, nextRequest()));
    for (const { slips } of issued) ours.run(slips[0]!, round >= 0);
    for (const { stored } of issued) theirs.run(stored.record, round >= 0);
  }
  return {
    p50Ms: quantile(ours.ms, 0.5),
    slipsPerSecond: 1000 / mean(ours.ms),
    slipBytes: ours.bytes,
    receiptlinePerSecond: 1000 / mean(theirs.ms),
    receiptlineBytes: theirs.bytes,
  };
}

function timed<T>(draw: (what: T) => number) {
  return {
    ms: [] as number[],
    bytes: 0,
    run(what: T, counts: boolean): void {
      const started = performance.now();
      this.bytes = draw(what);
      if (counts) this.ms.push(performance.now() - started);
    },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The same texts, the bar code and both QR codes, as receiptline writes them. It stacks the two codes. */
function markup({ number, issuedAt, randomCode, total, seller, lines, codes }: InvoiceRecord): string {
  return [
    "^^電子發票證明聯",
    "^^115年11-12月",
    `^^${number}`,
    issuedAt.replace("T", " "),
    `隨機碼 ${randomCode} | 總計 ${total}`,
    `賣方 ${seller.businessId} |`,
    `{code:${codes.barcode}; option:code39,1,48}`,
    `{code:${escaped(codes.qrLeft)}; option:qrcode,3,l}`,
    `{code:${escaped(codes.qrRight)}; option:qrcode,3,l}`,
    ...lines.map((line) => `${line.name} | ${line.quantity} | ${line.amount}`),
    "=",
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|{};~]/g, "\\$&");
}
