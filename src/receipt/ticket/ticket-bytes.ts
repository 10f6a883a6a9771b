import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import type { Block } from "../blocks.ts";
import { ticketCodeHeight } from "../codes/ticket-code.ts";
import { cut, escposBands } from "../escpos.ts";
import type { Faces } from "../glyphs.ts";
import { layOut, type Paper } from "../layout.ts";
import type { Dialect } from "../native/dialect.ts";
import { nativeBytes, nativeHeight } from "../native/native-slip.ts";
import { render } from "../render.ts";
import { commandsIn } from "../sanitise.ts";
import { slicesOf } from "../slices.ts";
import { beep } from "./commands.ts";
import { addNativeCode } from "./native-ticket-code.ts";

/** What a POS's ticket is made of, top to bottom. */
export type TicketPart = Block | { readonly kind: "cut" } | { readonly kind: "beep"; readonly times: number };

export interface TicketForm {
  readonly paper: Paper;
  readonly faces: Faces;
  readonly dialect: Dialect;
}

/** A ticket has the whole head, where the shop has not said at which place the paper lies. */
export function ticketPaper(paper: Paper): Paper {
  return paper.columnLeftDots === undefined ? { ...paper, columnDots: paper.widthDots } : paper;
}

/** How much paper a ticket takes, in dots, cuts not counted, before a code is drawn. Throws, with the reason, where one cannot be. */
export function ticketHeight(parts: readonly TicketPart[], { paper, faces, dialect }: TicketForm): number {
  const { letters } = dialect;
  const blocks = parts.filter(isBlock).map((block) => gapOf(block, paper));
  if (dialect.encoding === "raster" || letters === null) return layOut(blocks, paper, faces).heightDots;
  return nativeHeight(blocks, { paper, faces, dialect: { ...dialect, letters } });
}

function gapOf(block: Block, paper: Paper): Block {
  return block.kind === "code" ? { kind: "gap", heightDots: ticketCodeHeight(block.code, paper) } : block;
}

/**
 * A ticket's print bytes, put together by node-thermal-printer over a wire of ours, which leads to our own queue: its own wires
 * tell of success where nothing came out. Its text, cut, drawer and bell are not used, for they are wrong (spec/escpos.md 1.2).
 * Holds no real-time command.
 */
export async function ticketBytes(parts: readonly TicketPart[], form: TicketForm): Promise<Uint8Array> {
  const wire = new CollectingWire();
  // An object is used as it is; only the package's types do not know.
  const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: wire as unknown as string });
  for (const run of runsOf(parts)) await addRun(printer, run, form);
  if (!printer.getBuffer()) throw new Error("An empty ticket is not printed."); // the package would end the process over it
  await printer.execute();
  const bytes = wire.collected;
  if (commandsIn(bytes).length > 0) throw new Error("A ticket holds a real-time command.");
  return bytes;
}

/** What node-thermal-printer takes for an interface. */
class CollectingWire {
  collected: Uint8Array = new Uint8Array();

  getPrinterName(): string {
    return "queue";
  }

  async isPrinterConnected(): Promise<boolean> {
    return true;
  }

  async execute(bytes: Uint8Array): Promise<void> {
    this.collected = bytes;
  }
}

function isBlock(part: TicketPart): part is Block {
  return part.kind !== "cut" && part.kind !== "beep";
}

type Run = readonly Block[] | Exclude<TicketPart, Block>;

/** Blocks that follow each other, in slices, so that no drawing is longer than a few. */
function* runsOf(parts: readonly TicketPart[]): Generator<Run> {
  let blocks: Block[] = [];
  for (const part of parts) {
    if (isBlock(part)) {
      blocks.push(part);
      continue;
    }
    yield* slicesOf(blocks);
    blocks = [];
    yield part;
  }
  yield* slicesOf(blocks);
}

async function addRun(printer: ThermalPrinter, run: Run, form: TicketForm): Promise<void> {
  if (!("kind" in run)) await addBlocks(printer, run, form);
  else printer.add(Buffer.from(run.kind === "cut" ? cut : beep(run.times)));
}

async function addBlocks(
  printer: ThermalPrinter,
  blocks: readonly Block[],
  { paper, faces, dialect }: TicketForm,
): Promise<void> {
  const { letters } = dialect;
  if (dialect.encoding === "raster" || letters === null) {
    printer.add(Buffer.from(escposBands(render(layOut(blocks, paper, faces), faces))));
    return;
  }
  const isNative = dialect.encoding === "native" && dialect.nativeCodes;
  for (const block of blocks) {
    if (isNative && block.kind === "code" && addNativeCode(printer, block, paper)) continue;
    printer.add(Buffer.from(await nativeBytes([block], { paper, faces, dialect: { ...dialect, letters } })));
  }
}
