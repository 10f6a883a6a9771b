import { refuse } from "../../invoice/problems.ts";
import type { Align, Block } from "../../receipt/blocks.ts";
import type { Faces } from "../../receipt/glyphs.ts";
import { pngPicture } from "../../receipt/ticket/png-picture.ts";
import {
  assertDrawable,
  type TicketForm,
  type TicketPart,
  ticketBytes,
  ticketHeight,
  ticketPaper,
} from "../../receipt/ticket/ticket-bytes.ts";
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
/** Three metres: one request must not hold a printer, or the till that draws it, for long. */
const mostDots = 24_000;
const mostCharacters = 20_000;
const lineDots = 30;

/** Makes a ticket for one printer's paper. Throws `ticket-invalid` with every fault at once. */
export async function makeTicket(
  { blocks, copies }: { readonly blocks: readonly TicketBlock[]; readonly copies: number },
  printer: Pick<Printer, "paper" | "dialect" | "rings">,
  faces: Faces,
): Promise<MadeTicket> {
  const form: TicketForm = { paper: ticketPaper(printer.paper), faces, dialect: printer.dialect };
  const parts = await partsOf(blocks, form, printer.rings);
  const drawerPin = blocks.find((block) => block.type === "drawer")?.pin ?? null;
  if (parts.length === 0) return { bytes: new Uint8Array(), paperMm: 0, drawerPin };
  const heightDots = ticketHeight(parts, form) * copies;
  if (heightDots > mostDots)
    throw invalid([fault("blocks", `The ticket takes ${heightDots} dots of paper; at most ${mostDots} are printed at once.`)]);
  const once = await ticketBytes(cutAtEnd(parts), form);
  const cuts = copies * parts.filter(({ kind }) => kind === "cut").length;
  const paperMm = heightDots / form.paper.dotsPerMm + headToCutterMm * Math.max(1, cuts);
  return { bytes: Buffer.concat(Array.from({ length: copies }, () => once)), paperMm, drawerPin };
}

/** Paper that is not cut would hang on the next slip. */
function cutAtEnd(parts: readonly TicketPart[]): readonly TicketPart[] {
  const ends = parts.findLast(({ kind }) => kind !== "beep");
  return ends === undefined || ends.kind === "cut" ? parts : [...parts, { kind: "cut" }];
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

async function partsOf(blocks: readonly TicketBlock[], form: TicketForm, rings: boolean): Promise<readonly TicketPart[]> {
  const faults: TicketFault[] = [];
  const parts: TicketPart[] = [];
  const characters = JSON.stringify(blocks.filter(({ type }) => type === "text" || type === "columns")).length;
  if (characters > mostCharacters * 2) throw invalid([fault("blocks", `A ticket may say at most ${mostCharacters} characters.`)]);
  for (const [index, block] of blocks.entries()) {
    try {
      const made = await partOf(block, form, rings);
      for (const part of made) assertDrawable(part, form.paper);
      parts.push(...made);
    } catch (error) {
      faults.push(fault(`blocks[${index}]`, (error as Error).message));
    }
  }
  if (faults.length > 0) throw invalid(faults);
  return parts;
}

/** What a block puts on paper. The drawer puts nothing there. */
async function partOf(block: TicketBlock, { paper }: TicketForm, rings: boolean): Promise<readonly TicketPart[]> {
  switch (block.type) {
    case "text":
      return linesOf(block);
    case "columns":
      return [
        { kind: "cells", cells: block.cells.map(({ text, width, align }) => ({ text: oneLine(text), share: width, align })) },
      ];
    case "image":
      return [await pngPicture(Buffer.from(block.png, "base64"), { ...picture, mostWide: paper.columnDots }, block.align)];
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
