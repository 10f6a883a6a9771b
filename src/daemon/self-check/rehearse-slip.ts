import { issue } from "../../invoice/invoice.ts";
import type { Allotment } from "../../invoice/record.ts";
import type { Sale } from "../../invoice/sale.ts";
import { numberOf } from "../../invoice/track-range.ts";
import type { Faces } from "../../receipt/glyphs.ts";
import { layOut, type Paper } from "../../receipt/layout.ts";
import { encodePng } from "../../receipt/png.ts";
import { preview } from "../../receipt/preview.ts";
import { render } from "../../receipt/render.ts";
import type { ReadSlip } from "../../regions/self-check.ts";
import { drawRandomCode } from "../operations/numbers/take-number.ts";
import type { NextRange } from "../outlook/next-range.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { scan } from "./scanner.ts";

/** A slip read back, and its watermarked picture for people. */
export interface RehearsedSlip {
  readonly slip: ReadSlip;
  readonly png: Uint8Array;
}

export interface Bench {
  readonly shop: Shop;
  readonly faces: Faces;
  /** The printer proof slips go to, for people to know it by, and its paper. */
  readonly printer: string;
  readonly paper: Paper;
}

/**
 * Makes the slip the next sale would get and reads it off its dots. Nothing is issued and nothing written; the title says that
 * it is a test, whatever this till is.
 */
export async function rehearseSlip({ shop, faces, paper }: Bench, next: NextRange, sale: Sale): Promise<RehearsedSlip> {
  const { law, region, seller, shopPaper, environment } = shop;
  const atSeconds = secondsNow(shop);
  const allotment = allotmentFrom(shop, next);
  const record = issue(
    {
      sale,
      allotment,
      atSeconds,
      seller,
      environment: environment === "live" ? "rehearsal" : environment,
      request: { client: "self-check", id: "self-check" },
    },
    law,
  );
  const about = { copy: 0, shopPaper, environment: record.environment, seller, invoice: record };
  const layout = layOut([...region.papers.proof(record, about)], paper, faces);
  const { bars, squares } = await scan(render(layout, faces).bitmap);
  const xml = region.messages.xml(law.upload("issue", atSeconds, record.buyer).message, record);
  const texts = layout.marks.flatMap((mark) => (mark.kind === "text" ? [mark.text] : []));
  const png = encodePng(preview(layout, faces), { scale: 2, dotsPerMm: paper.dotsPerMm });
  return { slip: { record, xml, texts, bars, squares, bound: allotment.cipher ?? null }, png };
}

function allotmentFrom({ world, ledger }: Shop, { range, id }: NextRange): Allotment {
  const slot = id === null ? undefined : ledger.ranges.slot(id, range.next);
  const randomCode = slot?.randomCode ?? drawRandomCode(world, (code) => ledger.invoices.randomCodeRecent(code));
  return { number: numberOf(range, range.next), period: range.period, randomCode, ...(slot && { cipher: slot.cipher }) };
}
