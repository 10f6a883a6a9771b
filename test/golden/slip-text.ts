import type { Block } from "../../src/receipt/blocks.ts";
import { type Layout, layOut, type Paper } from "../../src/receipt/layout.ts";
import { encodePng } from "../../src/receipt/png.ts";
import type { PaperOptions } from "../../src/regions/region.ts";
import { tw } from "../../src/regions/tw/tw.ts";
import { faces } from "../receipt/faces.ts";
import { type Scan, scanImage } from "../receipt/scanner.ts";
import type { GoldenPaper } from "./golden-sale.ts";

const paper: Paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };

/** A paper as people and machines read it: its lines of text, and what a scanner makes of its codes. */
export interface ReadPaper {
  readonly file: string;
  readonly heightMm: number;
  readonly layout: Layout;
  readonly lines: readonly string[];
  readonly scan: Scan;
}

export async function readPaper({ file, document, copy, piece, record, invoice }: GoldenPaper): Promise<ReadPaper> {
  const drawn = tw.papers[document] as (record: unknown, options: PaperOptions) => Iterable<Block>;
  const options: PaperOptions = { copy, shopPaper: tw.demo.shopPaper, environment: "demo", seller: tw.demo.seller, invoice };
  const layout = layOut([...drawn(record, options)], paper, faces);
  const scan = document === "proof" ? await scanImage(new Uint8Array(encodePng(piece))) : { bars: [], squares: [], versions: [] };
  return { file, heightMm: piece.heightDots / paper.dotsPerMm, layout, lines: linesOf(layout, scan), scan };
}

/** The text of a layout as it stands on paper, two texts on one line with a wide blank between. Codes are told by what was scanned. */
function linesOf({ marks, lacking }: Layout, { bars, squares, versions }: Scan): string[] {
  const codes = [...bars.map((text) => `[Code 39] ${text}`), ...squares.map((text, index) => `[QR ${versions[index]}] ${text}`)];
  const lines: { readonly top: number; text: string }[] = [];
  for (const mark of marks) {
    const last = lines.at(-1);
    if (mark.kind === "code") lines.push({ top: mark.top, text: codes.shift() ?? "[a code nobody could read]" });
    else if (mark.kind === "text" && last?.top === mark.top) last.text += `　${mark.text}`;
    else if (mark.kind === "text") lines.push({ top: mark.top, text: mark.text });
    else if (last?.top !== mark.top) lines.push({ top: mark.top, text: "- - -" });
  }
  return lines.map(({ text }) => lacking.reduce((left, sign) => left.replaceAll(sign, "〓"), text));
}

/** What a reviewer reads instead of the pictures. */
export function slipsText(papers: readonly ReadPaper[], warnings: readonly { code: string; message: string }[]): string {
  const told = papers.map(({ file, heightMm, lines }) => [`== ${file}, ${heightMm} mm`, ...lines].join("\n"));
  const warned = warnings.map(({ code, message }) => `== warning ${code}: ${message}`);
  return `${[...told, ...warned].join("\n\n") || "nothing on paper"}\n`;
}
