import { createHash } from "node:crypto";
import { documentOf } from "../../../src/sync/turnkey/document.ts";

/** What is known of a document by its number: 1 done, 2 pending, 3 failed, as a provider in the field has it (spec/taiwan.md 10.1). */
export interface State {
  readonly state: 0 | 1 | 2 | 3;
  /** The id it was pushed with. */
  readonly relate: string;
  readonly code: string;
  readonly message: string;
}

export interface Reply {
  /** 1 ok, 0 failed for now, -1 refused by validation. */
  readonly reply: 1 | 0 | -1;
  readonly code: string;
  readonly message: string;
}

export interface Slots {
  readonly period: string;
  readonly slots: readonly { readonly number: string; readonly randomCode: string; readonly cipher: string }[];
}

/** Wire trouble is thrown as it is in the field; `left` says whether the request may have got through. */
export class NoAnswer extends Error {
  readonly left: boolean;
  constructor(message: string, left: boolean) {
    super(message);
    this.left = left;
  }
}

export interface Manners {
  /** Whether a push is answered with its outcome, or only with a receipt. */
  readonly answers: "at-once" | "later";
  /** Calls a minute before it says no. */
  readonly callsAMinute: number;
}

interface Kept {
  readonly kind: string;
  readonly number: string;
  readonly relate: string;
  state: 1 | 2 | 3;
}

/**
 * A provider like those in the field: one document a call, no idempotency at all (what is pushed twice is there twice), outcomes that
 * come later, a limit on calls, and numbers that it binds to their random code and cipher itself.
 */
export class PretendProvider {
  readonly #manners: Manners;
  readonly #kept: Kept[] = [];
  readonly refused = new Set<string>();
  /** How often it hung up after having done what was asked. */
  losesNext = 0;
  isAway = false;
  calls = 0;
  #nextSlot = 20_000_000;

  constructor(manners: Manners) {
    this.#manners = manners;
  }

  get stored(): readonly { readonly message: string; readonly reference: string }[] {
    return this.#kept.filter(({ state }) => state !== 3).map(({ kind, number }) => ({ message: kind, reference: number }));
  }

  async push(kind: string, relate: string, xml: string): Promise<Reply> {
    if (!this.#call()) return busy;
    const number = documentOf(kind, xml).reference;
    const isRefused = this.refused.has(number);
    const state = isRefused ? 3 : this.#manners.answers === "at-once" ? 1 : 2;
    this.#kept.push({ kind, number, relate, state });
    this.#hangUp();
    return isRefused && this.#manners.answers === "at-once" ? notGranted : { reply: 1, code: "", message: "" };
  }

  /** The newest document of a kind and number. A withdrawn invoice is none. */
  async stateOf(kind: string, number: string): Promise<State | Reply> {
    if (!this.#call()) return busy;
    const of = (wanted: string) => this.#kept.findLastIndex((one) => one.kind === wanted && one.number === number);
    const at = of(kind);
    const undoneAt = kind === "F0401" ? of("F0701") : kind === "F0701" ? of("F0401") : -1;
    const last = this.#kept[at];
    this.#hangUp();
    if (!last || undoneAt > at) return { state: 0, relate: "", code: "", message: "" };
    const { relate, state } = last;
    return { state, relate, code: state === 3 ? notGranted.code : "", message: state === 3 ? notGranted.message : "" };
  }

  /** Fifty numbers, each with its code and cipher. */
  async numbers(period: string): Promise<Slots | Reply> {
    if (!this.#call()) return busy;
    const slots = Array.from({ length: 50 }, (_, index) => {
      const number = `QA${this.#nextSlot + index}`;
      const digest = createHash("sha256").update(number).digest();
      return {
        number,
        randomCode: String(digest.readUInt16BE(0) % 10_000).padStart(4, "0"),
        cipher: digest.subarray(0, 16).toString("base64"),
      };
    });
    this.#nextSlot += 50;
    this.#hangUp();
    return { period, slots };
  }

  /** A minute passes: what was pending is done, and calls count from nothing. */
  minute(): void {
    for (const one of this.#kept) if (one.state === 2) one.state = 1;
    this.calls = 0;
  }

  #call(): boolean {
    if (this.isAway) throw new NoAnswer("connect ECONNREFUSED", false);
    this.calls += 1;
    return this.calls <= this.#manners.callsAMinute;
  }

  #hangUp(): void {
    if (this.losesNext === 0) return;
    this.losesNext -= 1;
    throw new NoAnswer("socket hang up", true);
  }
}

const busy: Reply = { reply: 0, code: "E9429", message: "too many calls" };
const notGranted: Reply = { reply: -1, code: "E0102", message: "發票字軌號碼非申購部分" };
