import type { AlertChannel } from "../../../db/till/schema.ts";
import { Loop, type Step } from "../../base/loop.ts";
import { printAttention } from "../operations/paper/print-attention.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { AlertWatch, type AlertWatchParts } from "./alert-watch.ts";
import { MailPost } from "./posting/mail-post.ts";
import { Webhook } from "./posting/webhook.ts";

/** Looks each minute, and at once where something was refused. */
const watchPace = { idleMs: 60_000, faultPauseMs: 1000, longestPauseMs: 60_000 };
/** A storm of refusals wakes it no more often than this: a look costs some milliseconds. */
const restMs = 2_000;
const postPace = { idleMs: 5_000, faultPauseMs: 5_000, longestPauseMs: 60_000 };

/** How one way out does. */
export interface ChannelView {
  readonly channel: AlertChannel;
  readonly waiting: number;
  /** Why the last try failed; null when it did not. */
  readonly trouble: string | null;
}

/** Everything about alerts in one place: who looks, who posts, and the paper at opening. */
export class AlertDesk {
  readonly watch: AlertWatch;
  readonly webhook: Webhook | null;
  readonly mail: MailPost | null;
  readonly loops: Readonly<Record<string, Loop>>;
  readonly #shop: Shop;
  /** The day that was begun last, by a start or a first sale, and whether its paper is still to be thought of. */
  #day: string;
  #opening = true;

  constructor(parts: Omit<AlertWatchParts, "channels" | "onPosts">) {
    const { shop } = parts;
    const { webhook, mail } = shop.settings.alerts ?? {};
    this.#shop = shop;
    this.#day = this.#today();
    this.webhook = webhook ? new Webhook(shop, webhook) : null;
    this.mail = mail ? new MailPost(shop, mail) : null;
    const posters = [this.webhook, this.mail].filter((one) => one !== null);
    const { clock } = shop.world;
    const posting = posters.map((one) => [
      `posting by ${one.poster.channel}`,
      new Loop((signal) => one.step(signal), clock, postPace),
    ]);
    const postLoops = Object.fromEntries(posting) as Record<string, Loop>;
    const wakePosts = () => Object.values(postLoops).forEach((loop) => void loop.wake());
    this.watch = new AlertWatch({ ...parts, channels: posters.map(({ poster }) => poster.channel), onPosts: wakePosts });
    const alerting = new Loop((signal) => this.#turn(signal), clock, watchPace);
    this.loops = { alerting, ...postLoops };
    shop.feed.listen((happening) => {
      const isRefusal = happening.kind === "upload" && (happening.state === "rejected" || happening.state === "conflict");
      if (isRefusal || (happening.kind === "invoice" && this.#begins())) alerting.wake();
    });
  }

  channels(): ChannelView[] {
    return [this.webhook, this.mail]
      .filter((one) => one !== null)
      .map(({ poster: { channel, trouble } }) => ({ channel, waiting: this.#shop.ledger.alerts.waitingCount(channel), trouble }));
  }

  /** One look; with the first one of a day, the paper at opening. */
  async look(): Promise<Step> {
    const step = await this.watch.look();
    if (!this.#opening) return step;
    this.#opening = false;
    if (this.#shop.settings.alerts?.openingSlip) await printAttention(this.#shop);
    return step;
  }

  async #turn(signal: AbortSignal): Promise<Step> {
    const step = await this.look();
    await this.#shop.world.clock.sleep(restMs, signal);
    return step;
  }

  /** Whether a sale is the first one of a day. */
  #begins(): boolean {
    const today = this.#today();
    if (this.#day === today) return false;
    this.#day = today;
    this.#opening = true;
    return true;
  }

  #today(): string {
    return this.#shop.law.localTime(secondsNow(this.#shop)).slice(0, 10);
  }
}
