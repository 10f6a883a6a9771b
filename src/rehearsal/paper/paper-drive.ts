import type { Clock } from "../../base/clock.ts";
import type { Bitmap } from "../../receipt/bitmap.ts";
import type { Fault } from "../printer/faults.ts";
import type { PrinterModel } from "../printer/models.ts";
import type { Cut, Journal } from "./journal.ts";
import type { Answer, Move } from "./moves.ts";
import type { Press } from "./press.ts";
import { Roll } from "./roll.ts";

export interface PaperDriveOptions {
  readonly clock: Clock;
  readonly model: PrinterModel;
  readonly press: Press;
  readonly journal: Journal;
  /** A piece fell; the first is number 1. */
  onPiece(piece: Bitmap, number: number): void;
  /** What stood before this answer is printed now. */
  onAnswer(answer: Answer): void;
  /** The paper has come to where this fault was to strike. */
  onFault(fault: Fault): void;
}

/** The paper moves this far at a stretch; what happens meanwhile is seen afterwards. */
const stretchRows = 16;
/** Also the grain of the system's clock. */
const runOnMs = 10;
/** Four metres at 8 dots a millimetre. */
const longestStripRows = 32_000;

/** The motor and the knife: does what the press has worked out, in the time that takes. */
export class PaperDrive {
  readonly #options: PaperDriveOptions;
  readonly #roll: Roll;
  #moving = false;
  #pieces = 0;
  #starts = 0;
  #stoodSinceMs = Number.NEGATIVE_INFINITY;

  constructor(options: PaperDriveOptions) {
    this.#options = options;
    this.#roll = new Roll(options.model.widthDots, options.model.headToCutterDots);
  }

  get isMoving(): boolean {
    return this.#moving;
  }

  get pieces(): number {
    return this.#pieces;
  }

  /** How often standing paper was set in motion; a job that comes too slowly is printed in many starts. */
  get starts(): number {
    return this.#starts;
  }

  /** The paper that is printed and not yet cut. */
  get attached(): Bitmap {
    return this.#roll.attached;
  }

  /** What the FEED button does. */
  feedLine(): void {
    for (let row = 0; row < this.#options.model.lineSpacingDots; row++) this.#roll.append();
  }

  /** Makes the next move, or a stretch of rows at once. When the power goes meanwhile, that move never reaches the paper. */
  async advance(power: AbortSignal): Promise<void> {
    const moves = this.#options.press.moves;
    const end = moves.findIndex((move, at) => move.do !== "row" || at === stretchRows);
    const rows = moves.splice(0, end === -1 ? moves.length : end);
    if (rows.length === 0) rows.push(...moves.splice(0, 1));
    await this.#takeTime(rows, power);
    if (!power.aborted) for (const move of rows) this.#make(move);
  }

  async #takeTime(moves: readonly Move[], power: AbortSignal): Promise<void> {
    const { dotsPerMm, paperMmPerSecond, cutMs } = this.#options.model;
    const rowMs = 1000 / dotsPerMm / paperMmPerSecond;
    const first = moves[0];
    const rows = first?.do === "back" ? first.rows : moves.filter((move) => move.do === "row").length;
    const ms = first?.do === "cut" ? cutMs : rows * rowMs;
    if (ms === 0) return;
    const startMs = rows > 0 ? this.#start() : 0;
    this.#moving = true;
    await this.#options.clock.sleep(startMs + ms, power);
    this.#moving = false;
    this.#stoodSinceMs = this.#options.clock.uptimeMs();
  }

  /** What this start costs, if it is one: the motor runs on over a pause too short to be seen. */
  #start(): number {
    const { clock, model } = this.#options;
    if (clock.uptimeMs() - this.#stoodSinceMs <= runOnMs) return 0;
    this.#starts += 1;
    return model.startMs;
  }

  #make(move: Move): void {
    const { journal, onAnswer, onFault } = this.#options;
    if (move.do === "row") this.#print(move.dots);
    else if (move.do === "cut") this.#cut(move.cut, move.offset);
    else if (move.do === "back") this.#roll.moveBack(move.rows);
    else if (move.do === "pulse") journal.add("pulses", move.pulse);
    else if (move.do === "beep") journal.add("beeps", move.beep);
    else if (move.do === "note") journal.add("items", { ...move.item, row: this.#roll.row + (move.down ?? 0) });
    else if (move.do === "answer") onAnswer(move.answer);
    else onFault(move.fault);
  }

  #print(dots: Uint8Array | undefined): void {
    this.#roll.append(dots);
    if (this.#roll.attachedRows > longestStripRows) this.#cut("torn", this.#options.press.offset);
  }

  #cut(kind: Cut["kind"], offset: number): void {
    const { headToCutterDots } = this.#options.model;
    this.#options.journal.add("cuts", { kind, row: this.#roll.row - headToCutterDots, offset });
    const piece = this.#roll.cut(headToCutterDots);
    if (!piece) return;
    this.#pieces += 1;
    this.#options.onPiece(piece, this.#pieces);
  }
}
