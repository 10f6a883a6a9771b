import type { SlipRow } from "../../../db/till/books/slips.ts";
import type { InvoiceRecord } from "../../invoice/record.ts";
import type { SlipDocument } from "../../invoice/slip.ts";
import type { Bitmap } from "../../receipt/bitmap.ts";
import { escposBytes } from "../../receipt/escpos.ts";
import type { Faces } from "../../receipt/glyphs.ts";
import { type Layout, layOut, type Paper } from "../../receipt/layout.ts";
import { encodePng } from "../../receipt/png.ts";
import { preview } from "../../receipt/preview.ts";
import { render } from "../../receipt/render.ts";
import type { Shop } from "../shop.ts";

/** The ordinary 58 mm head, for which screens and callers get their slips. */
const ordinaryPaper: Paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };
/** From the last printed row to the cutter, which the cut command feeds (spec/escpos.md 7.3). */
const headToCutterMm = 15;

/** Makes paper of records: print bytes and pictures, both from the stored record and nothing else. */
export class SlipPaper {
  readonly #shop: Pick<Shop, "region" | "shopPaper">;
  readonly faces: Faces;

  constructor(shop: Pick<Shop, "region" | "shopPaper">, faces: Faces) {
    this.#shop = shop;
    this.faces = faces;
  }

  /** The bytes of a slip for one printer's paper, and how much paper they move. */
  job(
    slip: Pick<SlipRow, "document" | "copy">,
    record: InvoiceRecord,
    paper: Paper,
  ): { readonly bytes: Uint8Array; readonly paperMm: number } {
    const layout = this.#layOut(record, slip, paper);
    return { bytes: escposBytes(render(layout, this.faces)), paperMm: layout.heightDots / paper.dotsPerMm + headToCutterMm };
  }

  /** The original for a POS that prints by itself: the picture and the bytes. */
  forCaller(record: InvoiceRecord): { readonly png: Uint8Array; readonly escpos: Uint8Array } {
    const drawing = render(this.#layOut(record, { document: "proof", copy: 0 }, ordinaryPaper), this.faces);
    return { png: encodePng(drawing.bitmap), escpos: escposBytes(drawing) };
  }

  /** The slip for a screen: the same dots, with a watermark and codes nobody can read. */
  preview(record: InvoiceRecord, document: SlipDocument): Bitmap {
    return preview(this.#layOut(record, { document, copy: 0 }, ordinaryPaper), this.faces);
  }

  #layOut(record: InvoiceRecord, { document, copy }: Pick<SlipRow, "document" | "copy">, paper: Paper): Layout {
    const { region, shopPaper } = this.#shop;
    return layOut(region.papers[document](record, { copy, shopPaper }), paper, this.faces);
  }
}
