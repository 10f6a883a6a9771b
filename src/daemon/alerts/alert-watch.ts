import type { AlertRow, Telling } from "../../../db/till/books/alerts.ts";
import type { AlertChannel } from "../../../db/till/schema.ts";
import type { Step } from "../../base/loop.ts";
import type { Printer } from "../printing/printers.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { alertName, spell } from "./spell.ts";
import type { Trouble } from "./trouble.ts";
import { type House, houseTroubles } from "./troubles/house-troubles.ts";
import { numberTroubles } from "./troubles/number-troubles.ts";
import { paperTroubles } from "./troubles/paper-troubles.ts";
import { uploadTroubles } from "./troubles/upload-troubles.ts";
import { wayDownTroubles } from "./troubles/way-down-troubles.ts";

export interface AlertWatchParts extends House {
  readonly printers: ReadonlyMap<string, Printer>;
  /** Where each telling goes besides events and the log. */
  readonly channels: readonly AlertChannel[];
  /** Something waits to be sent. */
  onPosts(): void;
}

const keptClosedSeconds = 400 * 86_400;
const keptPostsSeconds = 30 * 86_400;

/** Compares what is the matter with what was told: told once, again when it is worse than it ever was, and when it is mended. */
export class AlertWatch {
  readonly #parts: AlertWatchParts;

  constructor(parts: AlertWatchParts) {
    this.#parts = parts;
  }

  /** Looks once, at everything. What is told is in the books before anybody hears of it. */
  async look(): Promise<Step> {
    const { shop, channels, onPosts } = this.#parts;
    const { alerts } = shop.ledger;
    const troubles = this.#troubles();
    if (!differs(alerts.open(), troubles)) return "idle";
    const tellings = await shop.ledger.write(() => {
      const at = secondsNow(shop);
      const told = reconcile(shop, troubles, at);
      for (const telling of told) alerts.post(telling, channels, at);
      alerts.prune(at - keptClosedSeconds, at - keptPostsSeconds);
      return told;
    });
    for (const telling of tellings) tell(shop, telling);
    if (tellings.length > 0) onPosts();
    return "idle";
  }

  #troubles(): Trouble[] {
    const { shop, printers } = this.#parts;
    return [
      ...uploadTroubles(shop),
      ...numberTroubles(shop),
      ...paperTroubles(shop, printers.values()),
      ...wayDownTroubles(shop),
      ...houseTroubles(this.#parts),
    ];
  }
}

/** Whether anything would be written: most of the time nothing is. */
function differs(open: readonly AlertRow[], troubles: readonly Trouble[]): boolean {
  const known = new Map(open.map((row) => [nameOf(row.kind, row.key), row]));
  const present = new Set(troubles.map(({ code, key }) => nameOf(code, key)));
  return (
    open.some((row) => !present.has(nameOf(row.kind, row.key))) ||
    troubles.some(({ code, key, level, facts }) => {
      const row = known.get(nameOf(code, key));
      return level !== null && (row?.level !== level || row.facts !== JSON.stringify(facts));
    })
  );
}

/** Brings the books in line with what is the matter. Returns what must be told. Inside a write. */
function reconcile({ ledger: { alerts } }: Pick<Shop, "ledger">, troubles: readonly Trouble[], at: number): Telling[] {
  const open = new Map(alerts.open().map((row) => [nameOf(row.kind, row.key), row]));
  const tellings: Telling[] = [];
  for (const { code, key, level, facts: figures } of troubles) {
    const name = nameOf(code, key);
    const row = open.get(name);
    open.delete(name);
    if (level === null) continue;
    const facts = JSON.stringify(figures);
    if (!row) tellings.push({ alert: alerts.raise({ kind: code, key, level, facts }, at), event: "raised" });
    else if (level > row.worst) tellings.push({ alert: alerts.worsen(row, { level, facts }, at), event: "worse" });
    else if (level !== row.level || facts !== row.facts) alerts.note(row, { level, facts });
  }
  for (const row of open.values()) tellings.push({ alert: alerts.close(row, at), event: "mended" });
  return tellings;
}

function nameOf(code: string, key: string): string {
  return `${code} ${key}`;
}

/** To the log and to whoever listens, in English; pages and mails say both. */
function tell({ world, feed }: Shop, { alert, event }: Telling): void {
  const { severity, what, next } = spell(alert);
  const id = alertName(alert);
  const facts = { id, event, code: alert.kind, severity, message: what.en, ...(event !== "mended" && { next: next.en }) };
  world.log[event === "mended" ? "info" : severity === "critical" ? "error" : "warn"]("alert", facts);
  feed.publish({
    kind: "alert",
    code: alert.kind,
    message: what.en,
    id,
    event,
    severity,
    next: event === "mended" ? null : next.en,
  });
}
