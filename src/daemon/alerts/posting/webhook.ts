import { createHmac } from "node:crypto";
import type { AlertsConfig } from "../../../../config/alerts.ts";
import type { StoredPost } from "../../../../db/till/books/alerts.ts";
import type { Step } from "../../../base/loop.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { alertName, spell } from "../spell.ts";
import { isDue, Poster, secretIn, type Try } from "./poster.ts";

const patienceMs = 15_000;
/** Nothing of the answer but its status is of use. */
const mostBytes = 65_536;

/** Posts each telling to a program, in order, until it says 2xx. The same telling always has the same id. */
export class Webhook {
  readonly poster: Poster;
  readonly #shop: Shop;
  readonly #settings: NonNullable<AlertsConfig["webhook"]>;

  constructor(shop: Shop, settings: NonNullable<AlertsConfig["webhook"]>) {
    this.#shop = shop;
    this.#settings = settings;
    this.poster = new Poster(shop, "webhook");
  }

  /** Tries the oldest one that waits, if its time has come. */
  async step(signal: AbortSignal): Promise<Step> {
    const next = this.#shop.ledger.alerts.firstWaiting("webhook");
    if (!next || !isDue(next.post, secondsNow(this.#shop))) return "idle";
    const tried = await this.poster.within(patienceMs, signal, (inTime) => this.#post(next, inTime));
    if (signal.aborted) return "idle"; // it waits as it did
    await this.poster.conclude([next.post], tried);
    return tried.result === "taken" ? "worked" : "idle";
  }

  async #post(stored: StoredPost, signal: AbortSignal): Promise<Try> {
    try {
      const body = Buffer.from(JSON.stringify(this.#message(stored)));
      const at = secondsNow(this.#shop);
      const headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Tillseal",
        "tillseal-id": postName(stored),
        "tillseal-signature": signatureOf(body, at, secretIn(this.#settings.secretFile)),
      };
      const answer = await this.#shop.world.wire({ url: new URL(this.#settings.url), headers, body, mostBytes }, signal);
      if (answer.result === "broken") return { result: "failed", reason: answer.reason };
      const isTaken = answer.status >= 200 && answer.status < 300;
      return isTaken ? { result: "taken" } : { result: "failed", reason: `it answered ${answer.status}` };
    } catch (error) {
      return { result: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #message(stored: StoredPost) {
    const { post, alert } = stored;
    const { law, environment, seller } = this.#shop;
    const { severity, what, next } = spell({ ...alert, level: post.level, facts: post.facts });
    return {
      id: postName(stored),
      alert: alertName(alert),
      code: alert.kind,
      key: alert.key,
      event: post.event,
      severity,
      what,
      next: post.event === "mended" ? null : next,
      facts: JSON.parse(post.facts) as unknown,
      at: law.localTime(post.at),
      raisedAt: law.localTime(alert.raisedAt),
      environment,
      seller: { businessId: seller.businessId, name: seller.name },
    };
  }
}

/** One telling's own name. */
export function postName({ alert, post }: StoredPost): string {
  return `${alertName(alert)}-${post.nth}`;
}

/** `t=1763791385,v1=<HMAC-SHA256 of "t.body" in hexadecimal>`: the time is signed too, so that nobody can send it again later. */
function signatureOf(body: Uint8Array, at: number, secret: string): string {
  return `t=${at},v1=${createHmac("sha256", secret).update(`${at}.`).update(body).digest("hex")}`;
}
