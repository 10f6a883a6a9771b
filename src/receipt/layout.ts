import type { Bitmap } from "./bitmap.ts";
import type {
  Align,
  Block,
  CellsBlock,
  CodeBlock,
  ColumnsBlock,
  Emphasis,
  PictureBlock,
  QrPairBlock,
  RuleBlock,
  TextBlock,
  TextSize,
} from "./blocks.ts";
import { code39 } from "./codes/code39.ts";
import { qrPair } from "./codes/qr-pair.ts";
import { ticketCode } from "./codes/ticket-code.ts";
import { type FaceName, type Faces, lackingIn, measure } from "./glyphs.ts";
import { wrap } from "./wrap.ts";

/**
 * What a printer can put ink on. A slip is set in a column of 48 mm, whatever the head: 384 of 384 dots, 384 of 576, 360 of 360
 * at 180 dpi. The column stands in the middle of the head unless `columnLeftDots` says where the paper is.
 */
export interface Paper {
  readonly widthDots: number;
  readonly columnDots: number;
  readonly dotsPerMm: number;
  readonly columnLeftDots?: number;
}

/** A slip with every mark in its place, in dots from the upper left corner of the head's width. */
export interface Layout {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly marks: readonly Mark[];
  /** Graphemes no face has; they come out as 〓. */
  readonly lacking: readonly string[];
}

export type Mark = TextMark | PictureMark | CodeMark | BarMark;

/** One line of text. */
export interface TextMark {
  readonly kind: "text";
  readonly face: FaceName;
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly emphasis?: Emphasis;
}

export interface PictureMark {
  readonly kind: "picture";
  readonly picture: Bitmap;
  readonly left: number;
  readonly top: number;
}

/** A machine-readable picture. Nothing may touch it or the `quietDots` of white around it. */
export interface CodeMark {
  readonly kind: "code";
  readonly picture: Bitmap;
  readonly left: number;
  readonly top: number;
  readonly quietDots: number;
}

/** A black bar. */
export interface BarMark {
  readonly kind: "bar";
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Sets the blocks one below the other. Throws when a code or picture cannot fit the column: that was to be known before. */
export function layOut(blocks: readonly Block[], paper: Paper, faces: Faces): Layout {
  const column = columnOf(paper);
  const marks: Mark[] = [];
  let top = 0;
  for (const block of blocks) {
    const set = setBlock(block, { ...column, top, faces });
    marks.push(...set.marks);
    top += set.heightDots;
  }
  const texts = marks.flatMap((mark) => (mark.kind === "text" ? lackingIn(faces[mark.face], mark.text) : []));
  return { widthDots: paper.widthDots, heightDots: top, marks, lacking: [...new Set(texts)] };
}

/** Where the next block goes. */
interface Place {
  readonly left: number;
  readonly columnDots: number;
  readonly dotsPerMm: number;
  readonly top: number;
  readonly faces: Faces;
}

interface SetBlock {
  readonly marks: readonly Mark[];
  readonly heightDots: number;
}

function columnOf({ widthDots, columnDots, dotsPerMm, columnLeftDots }: Paper): Pick<Place, "left" | "columnDots" | "dotsPerMm"> {
  const left = columnLeftDots ?? Math.floor((widthDots - columnDots) / 2);
  if (left < 0 || left + columnDots > widthDots)
    throw new Error(`A column of ${columnDots} dots at ${left} does not fit a head of ${widthDots}.`);
  return { left, columnDots, dotsPerMm };
}

function setBlock(block: Block, place: Place): SetBlock {
  switch (block.kind) {
    case "text":
      return setText(block, place);
    case "columns":
      return setColumns(block, place);
    case "cells":
      return setCells(block, place);
    case "code":
      return setCode(block, place);
    case "code39":
      return setCode39(block.data, place);
    case "qr-pair":
      return setQrPair(block, place);
    case "rule":
      return setRule(block, place);
    case "gap":
      return { marks: [], heightDots: block.heightDots };
    case "picture":
      return setPicture(block, place);
  }
}

function setText({ text, size = "body", align = "left", emphasis }: TextBlock, place: Place): SetBlock {
  const within = withMargins(place, size);
  const { marks, heightDots } = setLines(chooseFace(text, size, within), align, within);
  return { marks: emphasis ? marks.map((mark) => ({ ...mark, emphasis })) : marks, heightDots };
}

function setLines({ face, lines }: FacedLines, align: Align, place: Place): SetLines {
  const pack = place.faces[face];
  const marks = lines.map((text, index): TextMark => {
    const left = place.left + indent(align, place.columnDots - measure(pack, text));
    return { kind: "text", face, text, left, top: place.top + index * pack.lineDots };
  });
  return { marks, heightDots: lines.length * pack.lineDots };
}

interface SetLines extends SetBlock {
  readonly marks: readonly TextMark[];
}

interface FacedLines {
  readonly face: FaceName;
  readonly lines: readonly string[];
}

/**
 * Small text stands in line with the QR codes' outer edges, or further out where a line would not hold 14 Chinese characters,
 * which 退貨憑電子發票證明聯正本辦理 needs. Large text has the whole column.
 */
function withMargins(place: Place, size: TextSize): Place {
  if (size !== "body") return place;
  const spareDots = place.columnDots - 14 * place.faces.body.cellWidthDots;
  const margin = Math.max(0, Math.min(Math.ceil(2.25 * place.dotsPerMm), Math.floor(spareDots / 2)));
  return { ...place, left: place.left + margin, columnDots: place.columnDots - 2 * margin };
}

/** The first face of the size that has the characters and the room; the smallest one, wrapped, when none has. */
function chooseFace(text: string, size: TextSize, { columnDots, faces }: Place): FacedLines {
  const hopeless = lackingIn(faces.body, text).length;
  const fitting = facesBySize[size].find(
    (face) => lackingIn(faces[face], text).length <= hopeless && measure(faces[face], text) <= columnDots,
  );
  return fitting ? { face: fitting, lines: [text] } : { face: "body", lines: wrap(text, faces.body, columnDots) };
}

const facesBySize: Readonly<Record<TextSize, readonly FaceName[]>> = {
  title: ["title", "title-narrow", "title-narrowest", "name", "body"],
  name: ["name", "body"],
  body: ["body"],
};

function indent(align: Align, spareDots: number): number {
  if (align === "left") return 0;
  return align === "right" ? spareDots : Math.floor(spareDots / 2);
}

function setColumns({ left, right, size = "body" }: ColumnsBlock, place: Place): SetBlock {
  const within = withMargins(place, size);
  const { face, lines } = chooseFace(`${left}　${right}`, size, within);
  if (lines.length === 1) {
    const [first, second] = [
      setLines({ face, lines: [left] }, "left", within),
      setLines({ face, lines: [right] }, "right", within),
    ];
    return { marks: [...first.marks, ...second.marks], heightDots: first.heightDots };
  }
  const first = setText({ kind: "text", text: left, size }, place);
  const second = setText({ kind: "text", text: right, size, align: "right" }, { ...place, top: place.top + first.heightDots });
  return { marks: [...first.marks, ...second.marks], heightDots: first.heightDots + second.heightDots };
}

/** Cells begin at whole letters, so that a printer's own letters can stand where ours do. */
function setCells({ cells }: CellsBlock, place: Place): SetBlock {
  const within = withMargins(place, "body");
  const step = Math.max(1, within.faces.body.cellWidthDots >> 1);
  const all = cells.reduce((sum, { share }) => sum + share, 0);
  const edges = [0];
  for (let sum = 0, index = 0; index < cells.length; index++) {
    sum += cells[index]?.share ?? 0;
    edges.push(Math.floor((within.columnDots * sum) / all / step) * step);
  }
  const set = cells.map(({ text, align = "left" }, index) => {
    const [left, right] = [edges[index] ?? 0, edges[index + 1] ?? 0];
    const cell = { ...within, left: within.left + left, columnDots: right - left };
    return setLines({ face: "body", lines: wrap(text, within.faces.body, cell.columnDots) }, align, cell);
  });
  return { marks: set.flatMap(({ marks }) => marks), heightDots: Math.max(...set.map(({ heightDots }) => heightDots)) };
}

/** Throws when it does not fit the column: that was to be known before. */
function setCode({ code, align = "centre" }: CodeBlock, place: Place): SetBlock {
  const { picture, quietDots } = ticketCode(code, place);
  const left = place.left + quietDots + indent(align, place.columnDots - 2 * quietDots - picture.widthDots);
  const mark: CodeMark = { kind: "code", picture, left, top: place.top + quietDots, quietDots };
  return { marks: [mark], heightDots: picture.heightDots + 2 * quietDots };
}

/** A bar code needs white only at its sides; the millimetre above keeps it off the text. */
function setCode39(data: string, place: Place): SetBlock {
  const { picture, quietDots } = code39(data, place);
  const left = place.left + indent("centre", place.columnDots - picture.widthDots);
  const above = Math.ceil(place.dotsPerMm);
  return { marks: [{ kind: "code", picture, left, top: place.top + above, quietDots }], heightDots: above + picture.heightDots };
}

/** The white above and below belongs to the codes: 2 mm by law (spec/taiwan.md 6.2). */
function setQrPair(block: QrPairBlock, place: Place): SetBlock {
  const { pictures, lefts, quietDots } = qrPair([block.left, block.right], place);
  const top = place.top + quietDots;
  const marks = pictures.map((picture, index): CodeMark => {
    return { kind: "code", picture, left: place.left + (lefts[index] ?? 0), top, quietDots };
  });
  return { marks, heightDots: pictures[0].heightDots + 2 * quietDots };
}

function setRule({ style = "solid" }: RuleBlock, place: Place): SetBlock {
  const { left, columnDots } = withMargins(place, "body");
  const dash = style === "solid" ? columnDots : 8;
  const marks: BarMark[] = [];
  for (let x = 0; x < columnDots; x += dash + 4)
    marks.push({ kind: "bar", left: left + x, top: place.top + 6, width: Math.min(dash, columnDots - x), height: 2 });
  return { marks, heightDots: 14 };
}

function setPicture({ widthDots, heightDots, base64, align = "centre" }: PictureBlock, place: Place): SetBlock {
  if (widthDots > place.columnDots)
    throw new Error(`A picture of ${widthDots} dots is wider than the column of ${place.columnDots}.`);
  const rowBytes = Math.ceil(widthDots / 8);
  const bits = new Uint8Array(Buffer.from(base64, "base64"));
  if (bits.length !== rowBytes * heightDots)
    throw new Error(`A picture of ${widthDots} × ${heightDots} dots has ${bits.length} bytes.`);
  const left = place.left + indent(align, place.columnDots - widthDots);
  return { marks: [{ kind: "picture", picture: { widthDots, heightDots, rowBytes, bits }, left, top: place.top }], heightDots };
}
