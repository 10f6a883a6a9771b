import type { Clock } from "../../base/clock.ts";
import type { Step } from "../../base/loop.ts";
import type { AcceptedSpan, HandshakeRequest, Lease, LeaseRequest, Mark, ReturnedRange } from "../protocol.ts";
import type { Parcel, Upstream } from "../upstream.ts";
import type { Lender } from "./lender.ts";

/** What topping up needs of the books. Every promise resolves once what it did is on disk. */
export interface Stockroom {
  /** All that a lender who forgot must be told. */
  report(): Promise<HandshakeRequest>;
  /** What is missing for the days to come, most pressing first; empty when there is enough. */
  wants(): readonly LeaseRequest[];
  /** False where it was refused, and somebody was told. The same lease again changes nothing. */
  take(lease: Lease): Promise<boolean>;
  remember(marks: readonly Mark[]): Promise<void>;
  /** Leases of past periods with what was left over, as far as that was not given back. They issue nothing more. */
  leftOver(): Promise<readonly ReturnedRange[]>;
  gaveBack(ranges: readonly ReturnedRange[]): Promise<void>;
  /** Parcels known to be at the hub, of one span of time, in a fixed order after the one named. */
  accepted(span: Pick<AcceptedSpan, "from" | "until">, after: Parcel | null, limit: number): readonly Parcel[];
  /** The hub lost these: they wait again. */
  forgotten(parcels: readonly Parcel[]): Promise<void>;
  /** Tells that the lender is away or has nothing; null when all is well. Told once, until it changes. */
  tell(trouble: string | null): void;
}

/** Now and then even without a reason, so that a copy taken of the hub is never far behind what it is told. */
const shakeEveryMs = 6 * 3600_000;

export interface TopUpParts {
  readonly upstream: Upstream;
  readonly lender: Lender;
  readonly stockroom: Stockroom;
  readonly clock: Pick<Clock, "uptimeMs">;
}

/**
 * Keeps numbers for some days in hand, gives back what a period left over, and tells a hub that was restored what it forgot. Nothing
 * here stops a sale: without its lender the till sells on from what it holds.
 */
export class TopUp {
  readonly #upstream: Upstream;
  readonly #lender: Lender;
  readonly #stockroom: Stockroom;
  readonly #clock: Pick<Clock, "uptimeMs">;
  #shook: { readonly epoch: string | null; readonly atMs: number } | null = null;

  constructor({ upstream, lender, stockroom, clock }: TopUpParts) {
    this.#upstream = upstream;
    this.#lender = lender;
    this.#stockroom = stockroom;
    this.#clock = clock;
  }

  async step(signal: AbortSignal): Promise<Step> {
    if (this.#isStrange()) return this.#shakeHands(signal);
    if (this.#lender.giveBack) {
      const leftOver = await this.#stockroom.leftOver();
      if (leftOver.length > 0) return this.#giveBack(leftOver, this.#lender.giveBack(leftOver, signal));
    }
    const [want] = this.#stockroom.wants();
    if (want) return this.#borrow(want, signal);
    this.#stockroom.tell(null);
    return "idle";
  }

  /** Nothing is lent to a till that a new life of the hub has not heard yet. */
  #isStrange(): boolean {
    if (this.#shook === null || this.#shook.epoch !== this.#lender.epoch) return true;
    return this.#clock.uptimeMs() - this.#shook.atMs >= shakeEveryMs;
  }

  async #shakeHands(signal: AbortSignal): Promise<Step> {
    const said = await this.#lender.handshake(await this.#stockroom.report(), signal);
    if (said.result === "no-word") return this.#away(said.reason);
    await this.#stockroom.remember(said.marks);
    for (const lease of said.unnamed) await this.#stockroom.take(lease);
    for (const span of said.doubtful) if (!(await this.#lookThrough(span, signal))) return "faulted";
    this.#shook = { epoch: said.epoch, atMs: this.#clock.uptimeMs() };
    this.#lender.caughtUp?.(said.epoch);
    return "worked";
  }

  /** Asks about every parcel that should be there; what the hub lacks waits again. False when it could not be asked. */
  async #lookThrough(span: Pick<AcceptedSpan, "from" | "until">, signal: AbortSignal): Promise<boolean> {
    let after: Parcel | null = null;
    for (;;) {
      const parcels: readonly Parcel[] = this.#stockroom.accepted(span, after, this.#upstream.batchSize);
      if (parcels.length === 0) return true;
      const answer = await this.#upstream.inquire(parcels, signal);
      if (answer.result === "unreachable") return false;
      const lost = parcels.filter(({ id }) => answer.fates.get(id)?.result === "absent");
      if (lost.length > 0) await this.#stockroom.forgotten(lost);
      if (parcels.some(({ id }) => !answer.fates.has(id))) return false; // of some it said nothing: all is asked again
      after = parcels.at(-1)!;
    }
  }

  async #giveBack(ranges: readonly ReturnedRange[], answer: ReturnType<NonNullable<Lender["giveBack"]>>): Promise<Step> {
    const said = await answer;
    if (said.result === "no-word") return this.#away(said.reason);
    await this.#stockroom.gaveBack(ranges);
    return "worked";
  }

  async #borrow(want: LeaseRequest, signal: AbortSignal): Promise<Step> {
    const said = await this.#lender.lease(want, signal);
    if (said.result === "no-word") return this.#away(said.reason);
    await this.#stockroom.remember(said.marks);
    if (said.lease) return (await this.#stockroom.take(said.lease)) ? "worked" : "faulted";
    if (this.#isStrange()) return "worked"; // it was restored meanwhile: tell it first what it forgot
    this.#stockroom.tell(said.reason ?? "The hub lends no number, and does not say why.");
    return "idle";
  }

  #away(reason: string): Step {
    this.#stockroom.tell(reason);
    return "faulted";
  }
}
