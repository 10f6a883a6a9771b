import type { SlipRow } from "../../../db/till/books/paper/slips.ts";
import type { SlipDocument } from "../../invoice/paper/slip.ts";
import type { InvoiceRecord } from "../../invoice/record.ts";
import type { Bitmap } from "../../receipt/bitmap.ts";
import type { Block } from "../../receipt/blocks.ts";
import { cut, escposBands, escposBytes } from "../../receipt/escpos.ts";
import type { Faces } from "../../receipt/glyphs.ts";
import { type Layout, layOut, type Paper } from "../../receipt/layout.ts";
import { type NativeForm, nativeBytes, nativeHeight } from "../../receipt/native/native-slip.ts";
import { encodePng } from "../../receipt/png.ts";
import { preview } from "../../receipt/preview.ts";
import { render } from "../../receipt/render.ts";
import { slicesOf } from "../../receipt/slices.ts";
import type { PaperOptions } from "../../regions/region.ts";
import type { Shop } from "../shop.ts";

/** The ordinary 58 mm head, for which screens and callers get their slips. */
const ordinaryPaper: Paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };
/** From the last printed row to the cutter, which the cut command feeds (spec/escpos.md 7.3). */
export const headToCutterMm = 15;

type Papered = Pick<SlipRow, "document" | "copy" | "journalSeq" | "invoiceId">;

/** A slip's bytes, drawn while they are asked for, and how much paper they move. */
export interface SlipJob {
  readonly pieces: Iterable<Uint8Array>;
  readonly paperMm: number;
}

/** The same in a printer's own letters, which take their time to be put together. */
export interface NativeJob extends Pick<SlipJob, "paperMm"> {
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** Makes paper of records: print bytes and pictures, both from the sealed entry and nothing else. */
export class SlipPaper {
  readonly #shop: Pick<Shop, "region" | "shopPaper" | "environment" | "seller" | "ledger">;
  readonly faces: Faces;

  constructor(shop: Pick<Shop, "region" | "shopPaper" | "environment" | "seller" | "ledger">, faces: Faces) {
    this.#shop = shop;
    this.faces = faces;
  }

  /**
   * A slip for one printer's paper, of any length. All of it is laid out and its beginning drawn at once, so that nothing is begun
   * that cannot be finished; the rest is drawn slice by slice, and a slip of 9,999 lines needs no more memory than a short one.
   */
  job(slip: Papered, paper: Paper): SlipJob {
    const blocks = this.#blocksOf(slip);
    const { faces } = this;
    let opening: Layout | undefined;
    let heightDots = 0;
    for (const slice of slicesOf(blocks())) {
      const layout = layOut(slice, paper, faces);
      opening ??= layout;
      heightDots += layout.heightDots;
    }
    const drawn = opening ? escposBands(render(opening, faces)) : new Uint8Array();
    function* pieces() {
      yield drawn;
      for (const slice of slicesFrom(1, blocks())) yield escposBands(render(layOut(slice, paper, faces), faces));
      yield cut;
    }
    return { pieces: pieces(), paperMm: heightDots / paper.dotsPerMm + headToCutterMm };
  }

  /** The same for a printer that is spoken to in its own letters. All of it is laid out at once. */
  nativeJob(slip: Papered, paper: Paper, dialect: NativeForm["dialect"]): NativeJob {
    const blocks = this.#blocksOf(slip);
    const form: NativeForm = { paper, faces: this.faces, dialect };
    let heightDots = 0;
    for (const slice of slicesOf(blocks())) heightDots += nativeHeight(slice, form);
    async function* pieces() {
      for (const slice of slicesOf(blocks())) yield await nativeBytes(slice, form);
      yield cut;
    }
    return { pieces: pieces(), paperMm: heightDots / paper.dotsPerMm + headToCutterMm };
  }

  /** An original for a POS that prints by itself: the picture and the bytes. */
  forCaller(slip: Papered): { readonly png: Uint8Array; readonly escpos: Uint8Array } {
    const drawing = render(layOut([...this.#blocksOf(slip)()], ordinaryPaper, this.faces), this.faces);
    return { png: encodePng(drawing.bitmap), escpos: escposBytes(drawing) };
  }

  /** A paper for a screen: the same dots, with a watermark and codes nobody can read. */
  preview(paper: { readonly document: SlipDocument; readonly journalSeq: number; readonly invoiceId: number | null }): Bitmap {
    const blocks = this.#blocksOf({ ...paper, copy: 0 });
    return preview(layOut([...blocks()], ordinaryPaper, this.faces), this.faces);
  }

  /** A paper's blocks, as often as they are wanted. The record is read once, whole, since that is how it is sealed. */
  #blocksOf({ document, copy, journalSeq, invoiceId }: Papered): () => Iterable<Block> {
    const { region, ledger } = this.#shop;
    const entry = ledger.journal.find(journalSeq);
    if (!entry) throw new Error(`entry ${journalSeq} is gone`);
    const beside = invoiceId === null || invoiceId === journalSeq ? null : ledger.invoices.find(invoiceId).record;
    const paper = region.papers[document] as (record: unknown, options: PaperOptions) => Iterable<Block>;
    const record: unknown = JSON.parse(entry.doc);
    return () => paper(record, this.#options(copy, beside));
  }

  #options(copy: number, invoice: InvoiceRecord | null): PaperOptions {
    const { shopPaper, environment, seller } = this.#shop;
    return { copy, shopPaper, environment, seller, invoice };
  }
}

function* slicesFrom(index: number, blocks: Iterable<Block>): Generator<readonly Block[]> {
  let at = 0;
  for (const slice of slicesOf(blocks)) if (at++ >= index) yield slice;
}
