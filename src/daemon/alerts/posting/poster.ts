import { readFileSync } from "node:fs";
import type { AlertPostRow } from "../../../../db/till/books/alerts.ts";
import type { AlertChannel } from "../../../../db/till/schema.ts";
import { withTimeLimit } from "../../../base/clock.ts";
import { type Shop, secondsNow } from "../../shop.ts";

/** What became of one try. */
export type Try = { readonly result: "taken" } | { readonly result: "failed"; readonly reason: string };

/** What nobody took for so long is given up: what it said is in the till's own list. */
const giveUpSeconds = 3 * 86_400;
const firstPauseSeconds = 5;
const longestPauseSeconds = 3600;

/** Whether a message's time has come. Nothing is put off longer than the longest pause: whatever is was put off by a clock that was wrong. */
export function isDue({ dueAt }: AlertPostRow, now: number): boolean {
  return dueAt <= now || dueAt > now + 1.25 * longestPauseSeconds;
}

/** Writes down what became of messages that were tried, and tells the log once while a channel does not work. */
export class Poster {
  readonly #shop: Shop;
  readonly channel: AlertChannel;
  #trouble: string | null = null;

  constructor(shop: Shop, channel: AlertChannel) {
    this.#shop = shop;
    this.channel = channel;
  }

  /** Why the last try failed; null when it did not. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Tries once, within the time, and waits no longer than that for an answer. */
  within(ms: number, signal: AbortSignal, attempt: (signal: AbortSignal) => Promise<Try>): Promise<Try> {
    return withTimeLimit({ clock: this.#shop.world.clock, ms, signal }, attempt);
  }

  /** Messages that went together end, or wait, together. */
  async conclude(posts: readonly AlertPostRow[], tried: Try): Promise<void> {
    const { ledger, world } = this.#shop;
    const at = secondsNow(this.#shop);
    await ledger.write(() => {
      if (tried.result === "taken") return ledger.alerts.end(posts, "sent", at);
      const old = posts.filter((post) => at - post.at > giveUpSeconds);
      const rest = posts.filter((post) => !old.includes(post));
      if (old.length > 0) ledger.alerts.end(old, "given-up", at);
      if (rest.length > 0) ledger.alerts.tryLater(rest, at + this.#pauseSeconds(rest[0]!.tries));
    });
    const trouble = tried.result === "taken" ? null : tried.reason;
    if (trouble !== null && trouble !== this.#trouble) world.log.warn("alert-unsent", { channel: this.channel, reason: trouble });
    this.#trouble = trouble;
  }

  #pauseSeconds(tries: number): number {
    const most = Math.min(firstPauseSeconds * 2 ** Math.min(tries, 12), longestPauseSeconds);
    const [chance = 0] = this.#shop.world.randomBytes(1);
    return Math.round(most * (0.75 + chance / 1020));
  }
}

/** The first line of a file with a secret in it. Throws where it is empty or cannot be read. */
export function secretIn(path: string): string {
  const [line = ""] = readFileSync(path, "utf8").split(/\r?\n/);
  if (line === "") throw new Error(`${path} is empty`);
  return line;
}
