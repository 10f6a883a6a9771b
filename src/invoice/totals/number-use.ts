import { numberOf, type TrackRange, type UnaccountedState } from "../track-range.ts";

/** A range as it stood at the report's moment. */
export interface RangeAtHand extends Pick<TrackRange, "id" | "period" | "track" | "first" | "last" | "next" | "state"> {
  readonly invoiceType: string;
}

/** Numbers of a range that were in doubt after a restore, and what became known of them. */
export interface DoubtfulNumbers {
  readonly rangeId: number;
  readonly first: number;
  readonly last: number;
  readonly state: UnaccountedState;
}

/**
 * What became of every number of a range. `last − first + 1` = issued + issuedElsewhere + free + unused + unaccounted + missing, and
 * issued = standing + cancelled + withdrawn.
 */
export interface RangeUse {
  readonly invoiceType: string;
  readonly period: string;
  readonly track: string;
  readonly first: string;
  readonly last: string;
  readonly state: string;
  readonly numbers: number;
  readonly issued: number;
  readonly standing: number;
  readonly cancelled: number;
  /** Withdrawn and not yet issued again. */
  readonly withdrawn: number;
  /** Still to be issued. */
  readonly free: number;
  /** Never issued, and never to be. */
  readonly unused: number;
  /** Issued by a till that was lost, as somebody or upstream has said. */
  readonly issuedElsewhere: number;
  /** May have been issued after the copy this till was restored from; nobody has said yet. */
  readonly unaccounted: number;
  /** Numbers the range has passed without an invoice to show for them; `11–14` as `[11, 14]` written out. Lawfully none. */
  readonly missing: number;
  readonly gaps: readonly { readonly first: string; readonly last: string }[];
}

export type Fate = "standing" | "cancelled" | "withdrawn";

interface Span {
  first: number;
  last: number;
}

/** Follows one range through its invoices. Numbers rise as they were issued, so a whole range is one span however long it is. */
export class RangeWatch {
  readonly #range: RangeAtHand;
  readonly #doubtful: readonly DoubtfulNumbers[];
  readonly #seen: Span[] = [];
  readonly #fates: Record<Fate, number> = { standing: 0, cancelled: 0, withdrawn: 0 };

  constructor(range: RangeAtHand, doubtful: readonly DoubtfulNumbers[] = []) {
    this.#range = range;
    this.#doubtful = doubtful;
  }

  /** A number's first invoice. */
  see(number: string): void {
    const value = Number(number.slice(-8));
    const last = this.#seen.at(-1);
    if (last && last.last + 1 === value) last.last = value;
    else this.#seen.push({ first: value, last: value });
  }

  /** What an invoice of the range has come to. */
  count(fate: Fate, by: 1 | -1): void {
    this.#fates[fate] += by;
  }

  /** `over`: the period is past, so that nothing of it can be issued any more. */
  use(over: boolean): RangeUse {
    const { invoiceType, period, track, first, last, next, state } = this.#range;
    const issuedElsewhere = this.#inState("issued-elsewhere");
    const unaccounted = this.#inState("unaccounted");
    const left = last - next + 1 - issuedElsewhere - unaccounted;
    const alive = !over && (state === "open" || state === "standby");
    const gaps = this.#gaps();
    const missing = gaps.reduce((sum, gap) => sum + gap.last - gap.first + 1, 0);
    const spoken = (value: number) => numberOf({ track }, value);
    return {
      invoiceType,
      period,
      track,
      first: spoken(first),
      last: spoken(last),
      state,
      numbers: last - first + 1,
      issued: next - first - missing,
      ...this.#fates,
      free: alive ? left : 0,
      unused: alive ? 0 : left,
      issuedElsewhere,
      unaccounted,
      missing,
      gaps: gaps.map((gap) => ({ first: spoken(gap.first), last: spoken(gap.last) })),
    };
  }

  #inState(wanted: UnaccountedState): number {
    return this.#doubtful
      .filter(({ state }) => state === wanted)
      .reduce((numbers, { first, last }) => numbers + last - first + 1, 0);
  }

  #gaps(): Span[] {
    const gaps: Span[] = [];
    let expected = this.#range.first;
    for (const { first, last } of this.#seen.toSorted((one, other) => one.first - other.first)) {
      if (first > expected) gaps.push({ first: expected, last: first - 1 });
      expected = Math.max(expected, last + 1);
    }
    if (expected < this.#range.next) gaps.push({ first: expected, last: this.#range.next - 1 });
    return gaps;
  }
}
