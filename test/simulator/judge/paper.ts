import type { Machine } from "../../../src/rehearsal/printer/machine.ts";

/** What one try to print a slip sent, and where the printer's count of received bytes stood. */
interface Try {
  readonly slipId: number;
  readonly start: number;
  bytes: Buffer;
  whole: boolean;
  begun: boolean;
}

/** Each job begins with these (ESC @, GS a), directly followed by its first band of dots. */
const jobStart = Buffer.from([0x1b, 0x40, 0x1d, 0x61, 0x4f, 0x1d, 0x76, 0x30]);
const preludeBytes = 5;

/** What really came out of the printer, told from the machine's own journal: the judge of everything the till claims. */
export class WitnessedPaper {
  readonly #machine: Machine;
  readonly #tries: Try[] = [];
  #open: Try | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Whether these bytes begin a slip. */
  isStart(bytes: Uint8Array): boolean {
    return jobStart.equals(bytes.subarray(0, jobStart.length));
  }

  /** Bytes leave for the printer. `sending` is the slip that is being sent, if the till has written that down. */
  overhear(bytes: Uint8Array, offset: number, sending: number | undefined): void {
    const chunk = Buffer.from(bytes);
    if (this.isStart(chunk)) this.#open = this.#begin(sending, offset);
    else if (this.#open && offset !== this.#open.start + this.#open.bytes.length) this.#open = undefined;
    if (this.#open) this.#open.bytes = Buffer.concat([this.#open.bytes, chunk]);
  }

  /** Looks at what has come out since. The machine's journal forgets, so this is done after every event. */
  look(): void {
    const { items, cuts } = this.#machine.journal;
    const drawn = new Set(items.filter(({ kind }) => kind === "raster").map(({ offset }) => offset));
    const cut = new Set(cuts.map(({ offset }) => offset));
    for (const one of this.#tries) {
      if (one.whole) continue;
      const { bands, cutAt } = plan(one.bytes);
      one.begun ||= bands.some((at) => drawn.has(one.start + at));
      one.whole = cutAt !== undefined && cut.has(one.start + cutAt) && bands.every((at) => drawn.has(one.start + at));
    }
  }

  /** How often the slip came out whole. */
  wholes(slipId: number): number {
    return this.#tries.filter((one) => one.slipId === slipId && one.whole).length;
  }

  /** Whether any of it was printed. */
  begun(slipId: number): boolean {
    return this.#tries.some((one) => one.slipId === slipId && one.begun);
  }

  #begin(slipId: number | undefined, start: number): Try | undefined {
    if (slipId === undefined) return undefined;
    const begun = { slipId, start, bytes: Buffer.alloc(0), whole: false, begun: false };
    this.#tries.push(begun);
    return begun;
  }
}

/** Where a job's bands and its cut begin, as far as it was sent. */
function plan(bytes: Buffer): { readonly bands: readonly number[]; readonly cutAt: number | undefined } {
  const bands: number[] = [];
  let at = preludeBytes;
  while (at + 8 <= bytes.length && bytes[at] === 0x1d && bytes[at + 1] === 0x76) {
    bands.push(at);
    at += 8 + bytes.readUInt16LE(at + 4) * bytes.readUInt16LE(at + 6);
  }
  return { bands, cutAt: bytes[at] === 0x1d && bytes[at + 1] === 0x56 && at + 4 <= bytes.length ? at : undefined };
}
