import type { Fault } from "../faults.ts";

/** What a printer says about a finished job, and when. */
export interface Confirmation {
  readonly id: string;
  readonly afterMs: number;
}

const lateMs = 20_000;
const repeatMs = 1000;

/** Which job numbers are confirmed when one is due, honestly or not. */
export class JobNumbers {
  #previous = "0000";

  confirm(id: string, fault: Fault): readonly Confirmation[] {
    const previous = this.#previous;
    this.#previous = id;
    const at = (afterMs: number, what = id): Confirmation => ({ id: what, afterMs });
    if (fault === "id-silent" || fault === "replies-lost" || fault === "id-early") return [];
    if (fault === "id-wrong") return [at(0, id === "????" ? "!!!!" : "????")];
    if (fault === "id-fixed") return [at(0, "0000")];
    if (fault === "id-previous") return [at(0, previous)];
    if (fault === "id-late") return [at(lateMs)];
    return fault === "id-repeated" ? [at(0), at(repeatMs), at(2 * repeatMs)] : [at(0)];
  }
}
