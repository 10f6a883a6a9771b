import type { KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import type { z } from "zod";
import { type Clock, withTimeLimit } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { kidOf } from "../../invoice/seal/seal.ts";
import { coveredComponents, hubProblem, type Place, places } from "../protocol.ts";
import { contentDigest, signMessage } from "./signature.ts";
import type { Wire, WireAnswer } from "./wire.ts";

/** What a hub is reached with. */
export interface HubWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly wire: Wire;
  randomBytes(count: number): Uint8Array;
  /** The key this till is enrolled with; null before it is. Asked each time, since a till is enrolled while it runs. */
  enrolmentKey(): KeyObject | null;
}

/** What came of one question. */
export type HubAnswer<T> =
  | { readonly result: "answered"; readonly body: T }
  /** Nobody could be spoken to, or not now. `nothingArrived` only where that is certain. */
  | { readonly result: "unreachable"; readonly reason: string; readonly nothingArrived: boolean }
  | Refusal;

/** Somebody will not have it; nothing was taken. */
export interface Refusal {
  readonly result: "refused";
  readonly code: string;
  readonly reason: string;
  /** The hub itself says that the body is wrong, and not the way. */
  readonly content: boolean;
  /** It is too much at once, for the hub or for what stands before it. */
  readonly tooMuch: boolean;
}

/** What is smaller is packed at once, sooner than another thread would have begun. */
const smallText = 65_536;
const packedElsewhere = promisify(gzip);

/** Only in the hub's own words do these blame what was sent: a proxy or a hotel's login page answers with them too. */
const contentStatuses: readonly number[] = [400, 413, 422];

const patienceMs = 30_000;
const mostAnswerBytes = 4 * 1024 * 1024;
/** A hub may ask for a rest, but not for so long that a deadline could pass unseen. */
const longestRestSeconds = 900;

/** Speaks with one hub: packs, signs, waits so long and no longer, reads no more than it should, and rests when it is told to. */
export class HubLine {
  readonly #address: URL;
  readonly #world: HubWorld;
  #restUntilMs = 0;
  #restReason = "";
  #epoch: string | null = null;
  #trouble: string | null = null;
  /** Up to which epoch all that the hub may have forgotten was looked for. */
  #caughtUpEpoch: string | null = null;

  constructor(address: URL, world: HubWorld) {
    this.#address = address;
    this.#world = world;
  }

  get epoch(): string | null {
    return this.#epoch;
  }

  /** What the hub of this epoch may have forgotten was not looked for yet, by this life of the till. */
  get hasForgotten(): boolean {
    return this.#caughtUpEpoch === null || (this.#epoch !== null && this.#caughtUpEpoch !== this.#epoch);
  }

  caughtUp(epoch: string): void {
    this.#caughtUpEpoch = epoch;
  }

  /** Why the last question had no answer; null when it had. */
  get trouble(): string | null {
    return this.#trouble;
  }

  async ask<S extends z.ZodType<{ epoch: string }>>(
    place: Place,
    question: object,
    asking: Asking<S>,
  ): Promise<HubAnswer<z.infer<S>>> {
    const said = await this.#ask(place, question, asking);
    this.#trouble = said.result === "answered" ? null : said.reason;
    return said;
  }

  async #ask<S extends z.ZodType<{ epoch: string }>>(
    place: Place,
    question: object,
    { answer, signal, key = this.#world.enrolmentKey() }: Asking<S>,
  ): Promise<HubAnswer<z.infer<S>>> {
    if (key === null) return unreachable(notEnrolled, true);
    if (this.#world.clock.uptimeMs() < this.#restUntilMs) return unreachable(this.#restReason, true);
    const body = await packed(JSON.stringify(question));
    const url = new URL(places[place], directoryOf(this.#address));
    const got = await this.#send({ url, body, key }, signal);
    if (got.result === "broken") return unreachable(`The hub at ${this.#address.host}: ${got.reason}.`, got.nothingLeft);
    if (got.status !== 200) return this.#refused(got);
    const read = answer.safeParse(parsed(got.body));
    if (!read.success) return unreachable(`What answers at ${this.#address.host} does not speak as a hub does.`, false);
    this.#epoch = read.data.epoch;
    return { result: "answered", body: read.data };
  }

  async #send({ url, body, key }: Sending, signal: AbortSignal): Promise<WireAnswer> {
    const { clock, randomBytes, wire } = this.#world;
    const plain = {
      "content-type": "application/json",
      "content-encoding": "gzip",
      "content-digest": contentDigest(body),
    };
    const terms = {
      label: "till",
      components: coveredComponents,
      created: Math.floor(clock.now().getTime() / 1000),
      nonce: Buffer.from(randomBytes(18)).toString("base64url"),
      keyid: kidOf(key),
    };
    const headers = { ...plain, ...signMessage({ method: "POST", url, headers: plain }, terms, key) };
    const request = { url, headers, body, mostBytes: mostAnswerBytes };
    return await withTimeLimit({ clock, ms: patienceMs, signal }, (inTime) => wire(request, inTime));
  }

  /** A hub that is busy is left alone; one that refuses has taken nothing. Of any other trouble nothing is known. */
  #refused({ status, headers, body }: Extract<WireAnswer, { result: "answered" }>): HubAnswer<never> {
    const problem = hubProblem.safeParse(parsed(body));
    const { code = `http-${status}`, detail = `it answers ${status}`, hint = "", epoch } = problem.success ? problem.data : {};
    if (epoch !== undefined) this.#epoch = epoch;
    const reason = `The hub at ${this.#address.host}: ${detail} ${hint}`.trim();
    if (status === 429 || status === 503) this.#rest(headers["retry-after"], reason);
    if (status === 429) return unreachable(reason, true);
    if (status >= 500 || status === 408) return unreachable(reason, false);
    const content = problem.success && contentStatuses.includes(status);
    return { result: "refused", code, reason, content, tooMuch: status === 413 };
  }

  #rest(retryAfter: string | undefined, reason: string): void {
    const asked = Number(retryAfter ?? 0);
    const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestRestSeconds) : 0;
    this.#restUntilMs = this.#world.clock.uptimeMs() + seconds * 1000;
    this.#restReason = reason;
  }
}

async function packed(text: string): Promise<Uint8Array> {
  return text.length < smallText ? gzipSync(text) : await packedElsewhere(text);
}

interface Asking<S> {
  /** What an answer must look like; anything else is none. */
  readonly answer: S;
  readonly signal: AbortSignal;
  readonly key?: KeyObject | null;
}

interface Sending {
  readonly url: URL;
  readonly body: Uint8Array;
  readonly key: KeyObject;
}

export const notEnrolled =
  "This till is not enrolled at the hub yet: `tillseal upstream enrol CODE` with a code from head office.";

function unreachable(reason: string, nothingArrived: boolean) {
  return { result: "unreachable", reason, nothingArrived } as const;
}

/** `https://hub.example/shop` is a folder, whether or not it is written with a slash. */
function directoryOf(address: URL): URL {
  return new URL(`${address.pathname.replace(/\/*$/, "")}/`, address);
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
