import { refuse } from "../../invoice/problems.ts";
import type { Align, Block } from "../../receipt/blocks.ts";
import { CodeFault } from "../../receipt/codes/ticket-code.ts";
import type { Faces } from "../../receipt/glyphs.ts";
import { type PngHead, pngHead } from "../../receipt/ticket/png-head.ts";
import { pngPicture } from "../../receipt/ticket/png-picture.ts";
import { type TicketForm, type TicketPart, ticketBytes, ticketHeight, ticketPaper } from "../../receipt/ticket/ticket-bytes.ts";
import type { Printer } from "../printing/printers.ts";
import { headToCutterMm } from "../printing/slip-paper.ts";
import type { TicketBlock } from "./schema/ticket.ts";

/** What waits in a printer's queue of a ticket. */
export interface MadeTicket {
  readonly bytes: Uint8Array;
  readonly paperMm: number;
  readonly drawerPin: 2 | 5 | null;
}

const picture = { mostHigh: 2000, mostBytes: 256 * 1024 } as const;
/** One request must not hold a printer, or the till that draws it, for long. */
const mostMm = 3000;
const mostCharacters = 20_000;
const lineDots = 30;

/** What a ticket is drawn with. */
export interface Draws {
  readonly faces: Faces;
  readonly unpack?: typeof pngPicture;
}

/**
 * Makes a ticket for one printer's paper. Throws `ticket-invalid` with every fault at once. How long it comes out is known from its
 * texts, its codes' sizes and its pictures' heads, so that a ticket that is refused for its length costs no unpacking and no drawing.
 */
export async function makeTicket(
  { blocks, copies }: { readonly blocks: readonly TicketBlock[]; readonly copies: number },
  printer: Pick<Printer, "paper" | "dialect" | "rings">,
  { faces, unpack = pngPicture }: Draws,
): Promise<MadeTicket> {
  const form: TicketForm = { paper: ticketPaper(printer.paper), faces, dialect: printer.dialect };
  const drawerPin = blocks.find((block) => block.type === "drawer")?.pin ?? null;
  const outline = outlineOf({ blocks, copies }, form, printer.rings);
  if (outline.parts.length === 0) return { bytes: new Uint8Array(), paperMm: 0, drawerPin };
  const once = await ticketBytes(await unpacked(cutAtEnd(outline.parts), unpack), form);
  return { bytes: Buffer.concat(Array.from({ length: copies }, () => once)), paperMm: outline.paperMm, drawerPin };
}

/** Paper that is not cut would hang on the next slip. */
function cutAtEnd(parts: readonly OutlinePart[]): readonly OutlinePart[] {
  return hangs(parts) ? [...parts, { kind: "cut" }] : parts;
}

function hangs(parts: readonly OutlinePart[]): boolean {
  return (parts.findLast(({ kind }) => kind !== "beep")?.kind ?? "cut") !== "cut";
}

interface TicketFault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

function fault(path: string, message: string): TicketFault {
  return { path, code: "invalid", message };
}

function invalid(faults: readonly TicketFault[]) {
  const [first] = faults;
  const message = first && faults.length === 1 ? `${first.path}: ${first.message}` : `The ticket has ${faults.length} faults.`;
  return refuse("ticket-invalid", message, { faults, hint: "Mend what `faults` names and send it again. Nothing was printed." });
}

/** A picture of which the head was read and nothing else. */
interface PackedPicture {
  readonly kind: "packed";
  readonly path: string;
  readonly png: Buffer;
  readonly head: PngHead;
  readonly align: Align;
}

type OutlinePart = TicketPart | PackedPicture;

interface Outline {
  readonly parts: readonly OutlinePart[];
  readonly paperMm: number;
}

/** What goes on paper, and how much paper it takes with all copies. Stops at the block with which it gets too long. */
function outlineOf({ blocks, copies }: Parameters<typeof makeTicket>[0], form: TicketForm, rings: boolean): Outline {
  const faults: TicketFault[] = [];
  const parts: OutlinePart[] = [];
  let [onceMm, paperMm] = [0, 0];
  const characters = JSON.stringify(blocks.filter(({ type }) => type === "text" || type === "columns")).length;
  if (characters > mostCharacters * 2) throw invalid([fault("blocks", `A ticket may say at most ${mostCharacters} characters.`)]);
  for (const [index, block] of blocks.entries()) {
    const path = `blocks[${index}]`;
    try {
      const made = partsOf(block, { form, rings, path });
      parts.push(...made);
      onceMm += lengthMm(made, form);
      paperMm = copies * (hangs(parts) ? onceMm + headToCutterMm : onceMm);
    } catch (error) {
      faults.push(fault(path + fieldOf(block, error), (error as Error).message));
    }
    if (paperMm <= mostMm) continue;
    const says = `Here the ticket takes ${Math.ceil(paperMm)} mm of paper, copies and cuts counted; at most ${mostMm} mm are printed at once.`;
    faults.push(fault(path, says));
    break;
  }
  if (faults.length > 0) throw invalid(faults);
  return { parts, paperMm };
}

/** The field by which a block that cannot be printed is mended. A bell that is not there has none. */
function fieldOf({ type }: TicketBlock, error: unknown): string {
  if (type === "image") return ".png";
  if (type !== "qr" && type !== "barcode") return "";
  return error instanceof CodeFault ? `.${error.field}` : ".text";
}

/** A cut feeds the paper from the head to the cutter, so that it takes paper though it prints none. */
function lengthMm(parts: readonly OutlinePart[], form: TicketForm): number {
  const cuts = parts.filter(({ kind }) => kind === "cut").length;
  return ticketHeight(parts.map(asGap), form) / form.paper.dotsPerMm + cuts * headToCutterMm;
}

function asGap(part: OutlinePart): TicketPart {
  return part.kind === "packed" ? { kind: "gap", heightDots: part.head.height } : part;
}

async function unpacked(outline: readonly OutlinePart[], unpack: typeof pngPicture): Promise<readonly TicketPart[]> {
  const faults: TicketFault[] = [];
  const parts: TicketPart[] = [];
  for (const part of outline) {
    if (part.kind !== "packed") {
      parts.push(part);
      continue;
    }
    try {
      parts.push(await unpack(part.png, part.head, part.align));
    } catch (error) {
      faults.push(fault(`${part.path}.png`, (error as Error).message));
    }
  }
  if (faults.length > 0) throw invalid(faults);
  return parts;
}

interface Placed {
  readonly form: TicketForm;
  readonly rings: boolean;
  readonly path: string;
}

/** What a block puts on paper. The drawer puts nothing there. */
function partsOf(block: TicketBlock, { form: { paper }, rings, path }: Placed): readonly OutlinePart[] {
  switch (block.type) {
    case "text":
      return linesOf(block);
    case "columns":
      return [
        { kind: "cells", cells: block.cells.map(({ text, width, align }) => ({ text: oneLine(text), share: width, align })) },
      ];
    case "image": {
      const png = Buffer.from(block.png, "base64");
      return [{ kind: "packed", path, png, head: pngHead(png, { ...picture, mostWide: paper.columnDots }), align: block.align }];
    }
    case "qr": {
      const { text, module: moduleDots, ec: level, align } = block;
      return [{ kind: "code", code: { kind: "qr", text, moduleDots, level }, align }];
    }
    case "barcode":
      return barCode(block);
    case "rule":
      return [{ kind: "rule", style: block.style }];
    case "feed":
      return [{ kind: "gap", heightDots: block.lines * lineDots }];
    case "cut":
      return [{ kind: "cut" }];
    case "drawer":
      return [];
    case "beep":
      if (!rings) throw new Error("This printer's model has no bell that can be rung.");
      return [{ kind: "beep", times: block.times }];
  }
}

function linesOf({ text, align, size, bold, underline, invert }: TicketBlock & { type: "text" }): Block[] {
  const emphasis = bold || underline || invert ? { bold, underline, inverted: invert } : undefined;
  return text.split("\n").map((line): Block => {
    if (line.trim() === "") return { kind: "gap", heightDots: lineDots };
    return { kind: "text", text: line.trimEnd(), size, align, ...(emphasis && { emphasis }) };
  });
}

function oneLine(text: string): string {
  return text.replaceAll("\n", " ");
}

function barCode({ kind, text, height, hri, align }: TicketBlock & { type: "barcode" }): Block[] {
  const code: Block = { kind: "code", code: { kind, text, heightDots: height }, align };
  return hri ? [code, { kind: "text", text, align: align satisfies Align }] : [code];
}
