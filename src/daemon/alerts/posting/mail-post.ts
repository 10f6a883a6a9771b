import type { AlertsConfig } from "../../../../config/alerts.ts";
import type { StoredPost } from "../../../../db/till/books/alerts.ts";
import type { Step } from "../../../base/loop.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { digestOf } from "./digest.ts";
import { isDue, Poster, secretIn, type Try } from "./poster.ts";

const patienceMs = 60_000;
const mostInOneMail = 200;

type MailSettings = NonNullable<AlertsConfig["mail"]>;

/**
 * Sends what waits as one mail, and the next one no sooner than the shop's own minutes later: a storm fills few mails. What goes in
 * a mail is written down before it is sent, so that a mail sent again after a death is the same mail.
 */
export class MailPost {
  readonly poster: Poster;
  readonly #shop: Shop;
  readonly #settings: MailSettings;

  constructor(shop: Shop, settings: MailSettings) {
    this.#shop = shop;
    this.#settings = settings;
    this.poster = new Poster(shop, "mail");
  }

  async step(signal: AbortSignal): Promise<Step> {
    const posts = (await this.#batch()).filter(({ post }) => isDue(post, secondsNow(this.#shop)));
    if (posts.length === 0) return "idle";
    const tried = await this.poster.within(patienceMs, signal, (inTime) => this.#send(posts, inTime));
    if (signal.aborted) return "idle"; // it waits as it did
    await this.poster.conclude(
      posts.map(({ post }) => post),
      tried,
    );
    return tried.result === "taken" ? "worked" : "idle";
  }

  /** The mail that is not sent yet, or a new one when its time has come. */
  async #batch(): Promise<readonly StoredPost[]> {
    const { alerts } = this.#shop.ledger;
    const first = alerts.firstWaiting("mail");
    if (!first) return [];
    if (first.post.batch !== null) return alerts.inBatch(first.post.batch);
    const lastAt = alerts.lastSentAt("mail");
    const now = secondsNow(this.#shop);
    const isSoon = lastAt !== null && now >= lastAt && now < lastAt + this.#settings.everyMinutes * 60;
    if (isSoon) return [];
    const batch = first.post.id;
    await this.#shop.ledger.write(() => {
      const waiting = alerts.waiting("mail", mostInOneMail).map(({ post }) => post);
      alerts.putInBatch(waiting, batch);
    });
    return alerts.inBatch(batch);
  }

  async #send(posts: readonly StoredPost[], signal: AbortSignal): Promise<Try> {
    const { server, passwordFile, from, to } = this.#settings;
    try {
      const password = passwordFile === undefined ? null : secretIn(passwordFile);
      const mail = { server: new URL(server), password, from, to, ...digestOf(this.#shop, posts) };
      return await this.#shop.world.mailer(mail, signal);
    } catch (error) {
      return { result: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
