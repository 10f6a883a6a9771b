import type { SlipRow } from "../../db/till/books/paper/slips.ts";
import { systemClock } from "../../src/base/clock.ts";
import { loadFaces } from "../../src/cli/installation.ts";
import { type Issued, issueInvoice } from "../../src/daemon/operations/issue-invoice.ts";
import { SlipPaper } from "../../src/daemon/printing/slip-paper.ts";
import { aTill } from "../../test/till/a-till.ts";
import { median, quantile } from "../rig/figures.ts";
import { nextRequest } from "../rig/sale.ts";
import { otherEncoders } from "./other-encoders.ts";

export interface DrawingFigures {
  readonly p50Ms: number;
  readonly slipsPerSecond: number;
  readonly slipBytes: number;
  /** The same of others, by their names. */
  readonly others: Readonly<Record<string, { readonly slipsPerSecond: number; readonly bytes: number }>>;
}

const paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };
const client = { name: "bench", scope: "sell" } as const;

/** Records drawn to print bytes, and like content by others, in turns of 50. Every slip is another one. */
export async function measureDrawing(slips: number): Promise<DrawingFigures> {
  await using till = await aTill({ world: { clock: systemClock } });
  const { shop } = till.till;
  const slipPaper = new SlipPaper(shop, loadFaces());
  const ours = timed((slip: SlipRow) => Buffer.concat([...slipPaper.job(slip, paper).pieces]));
  const theirs = Object.entries(otherEncoders).map(([name, encode]) => ({ name, ...timed(encode) }));
  for (let round = -1; round < slips / 50; round++) {
    const issued: Issued[] = [];
    for (let slip = 0; slip < 50; slip++) issued.push(await issueInvoice(shop, client, nextRequest()));
    for (const { slips } of issued) await ours.run(slips[0]!, round >= 0);
    for (const their of theirs) for (const { stored } of issued) await their.run(stored.record, round >= 0);
  }
  return {
    p50Ms: quantile(ours.ms, 0.5),
    slipsPerSecond: 1000 / median(ours.ms),
    slipBytes: ours.bytes,
    others: Object.fromEntries(
      theirs.map((their) => [their.name, { slipsPerSecond: 1000 / median(their.ms), bytes: their.bytes }]),
    ),
  };
}

function timed<T>(draw: (what: T) => Uint8Array | Promise<Uint8Array>) {
  const ms: number[] = [];
  return {
    ms,
    bytes: 0,
    async run(what: T, counts: boolean): Promise<void> {
      const started = performance.now();
      const drawn = draw(what);
      this.bytes = (drawn instanceof Promise ? await drawn : drawn).length;
      if (counts) ms.push(performance.now() - started);
    },
  };
}
