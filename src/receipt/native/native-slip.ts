import type { Printer } from "escpos-buffer";
import type { Block } from "../blocks.ts";
import { escposBands } from "../escpos.ts";
import { type Faces, measure } from "../glyphs.ts";
import { type Layout, layOut, type Paper, type TextMark } from "../layout.ts";
import { type Drawing, render } from "../render.ts";
import { commandsIn } from "../sanitise.ts";
import { denseBands } from "./dense-bands.ts";
import type { Dialect, LetterSet } from "./dialect.ts";
import { type LetterPrinter, letterPrinter } from "./letter-printer.ts";
import { nativeCode39, nativeQrPair } from "./native-codes.ts";
import { type RomLetters, romLetters, romScales, romStepDots } from "./rom-letters.ts";

/** What a slip is set with for a printer that has letters of its own. */
export interface NativeForm {
  readonly paper: Paper;
  readonly faces: Faces;
  readonly dialect: Dialect & { readonly letters: LetterSet };
}

/**
 * Print bytes of a part of a slip in the printer's own letters, in the order of its blocks and with their sizes. What the ROM
 * lacks is drawn: a line of it is never half a line of it. Neither the cut nor a real-time command is in them.
 */
export async function nativeBytes(blocks: readonly Block[], form: NativeForm): Promise<Uint8Array> {
  const letters = await letterPrinter(form.dialect.letters);
  for (const block of blocks) await say(block, { ...form, letters, rom: romLetters(form.dialect.letters) });
  const bytes = letters.take();
  if (commandsIn(bytes).length > 0) throw new Error("A slip in a printer's own letters holds a real-time command.");
  return bytes;
}

/** How long that part of a slip comes out, in dots. */
export function nativeHeight(blocks: readonly Block[], { paper, faces, dialect }: NativeForm): number {
  const rom = romLetters(dialect.letters);
  return blocks.reduce((sum, block) => sum + layOut([block], paper, isSayable(block, rom) ? rom.faces : faces).heightDots, 0);
}

interface Saying extends NativeForm {
  readonly letters: LetterPrinter;
  readonly rom: RomLetters;
}

async function say(block: Block, saying: Saying): Promise<void> {
  const { paper, rom, faces, letters, dialect } = saying;
  if (block.kind === "rule") return writeLines(ruleOf(block.style === "dashed", layOut([block], paper, rom.faces)), saying);
  if (isSayable(block, rom)) return writeLines(layOut([block], paper, rom.faces), saying);
  const drawing = () => render(layOut([block], paper, faces), faces);
  letters.add((dialect.nativeCodes && dialect.encoding === "native" && native(block, paper)) || drawn(block, drawing()));
}

/** Whether a block is text of which the ROM has every character. */
function isSayable(block: Block, rom: RomLetters): boolean {
  switch (block.kind) {
    case "text":
      return rom.has(block.text);
    case "columns":
      return rom.has(block.left) && rom.has(block.right);
    case "cells":
      return block.cells.every(({ text }) => rom.has(text));
    default:
      return false;
  }
}

function native(block: Block, paper: Paper): Uint8Array | null {
  if (block.kind === "code39") return nativeCode39(block.data, paper);
  return block.kind === "qr-pair" ? nativeQrPair([block.left, block.right], paper) : null;
}

function drawn(block: Block, drawing: Drawing): Uint8Array {
  const isCode = block.kind === "code39" || block.kind === "qr-pair" || block.kind === "code";
  return (isCode && denseBands(drawing.bitmap)) || escposBands(drawing);
}

/** A line across in hyphens: dots would cost as much as ten lines of text. */
function ruleOf(dashed: boolean, { marks, widthDots, heightDots }: Layout): Layout {
  const left = Math.min(...marks.map((mark) => mark.left));
  const letters = Math.floor((widthDots - 2 * left) / romStepDots);
  const text = (dashed ? "- ".repeat(letters).slice(0, letters) : "-".repeat(letters)).trimEnd();
  return { widthDots, heightDots, lacking: [], marks: [{ kind: "text", face: "body", text, left, top: 0 }] };
}

/** One printed line for each height at which something stands, its texts put in their places by blanks. */
async function writeLines({ marks }: Layout, { letters: { printer, add }, rom }: Saying): Promise<void> {
  const texts = marks.filter((mark) => mark.kind === "text").toSorted((a, b) => a.top - b.top || a.left - b.left);
  for (const [index, mark] of texts.entries()) {
    const before = texts[index - 1];
    const sameLine = before?.top === mark.top;
    if (before && !sameLine) await printer.feed(1);
    const reached = sameLine ? endOf(before, rom) : 0;
    await printer.write(" ".repeat(Math.max(0, stepOf(mark) - reached)));
    await writeText(printer, mark, add);
  }
  if (texts.length > 0) await printer.feed(1);
}

function stepOf({ left }: TextMark): number {
  return Math.round(left / romStepDots);
}

function endOf(mark: TextMark, { faces }: RomLetters): number {
  return stepOf(mark) + measure(faces[mark.face], mark.text) / romStepDots;
}

const inverted = [0x1d, 0x42] as const;

async function writeText(printer: Printer, { face, text, emphasis = {} }: TextMark, add: LetterPrinter["add"]): Promise<void> {
  const { width, height, bold } = romScales[face];
  const style = { width, height, bold: bold || emphasis.bold === true, underline: emphasis.underline === true };
  if (emphasis.inverted) add(Uint8Array.of(...inverted, 1));
  if (width * height === 1 && !style.bold && !style.underline) await printer.write(text);
  else await printer.withStyle(style, () => printer.write(text));
  if (emphasis.inverted) add(Uint8Array.of(...inverted, 0));
}
