import { statSync } from "node:fs";
import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { numbersLeft } from "../../invoice/track-range.ts";
import type { AlertDesk } from "../alerts/alert-desk.ts";
import { alertKinds } from "../alerts/alert-kinds.ts";
import type { Printer } from "../printing/printers.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { exposition, type Metric, type Sample } from "./exposition.ts";

export interface TillMetricsParts {
  readonly shop: Shop;
  readonly printers: ReadonlyMap<string, Printer>;
  readonly alerts: AlertDesk;
  /** The database's path. */
  readonly database: string;
  readonly version: string;
}

const parcelStates = ["held", "waiting", "sent", "accepted", "rejected", "conflict", "resolved"];
const openSlipStates = ["held", "waiting", "sending", "failed", "uncertain"];
const lagResolutionMs = 20;
const slipEnds = ["printed", "sent", "settled", "dropped"];

/** What a till can be measured by. Nothing is read that grows with its age, and nothing is about a buyer. */
export class TillMetrics {
  readonly #parts: TillMetricsParts;
  readonly #slipsEnded = new Map(slipEnds.map((state) => [state, 0]));
  #lag: IntervalHistogram | null = null;

  constructor(parts: TillMetricsParts) {
    this.#parts = parts;
    parts.shop.feed.listen((happening) => {
      if (happening.kind !== "slip") return;
      const before = this.#slipsEnded.get(happening.state);
      if (before !== undefined) this.#slipsEnded.set(happening.state, before + 1);
    });
  }

  read(): string {
    return exposition([
      gauge("tillseal_info", "What runs here.", [{ labels: this.#info(), value: 1 }]),
      ...this.#books(),
      ...this.#paper(),
      ...this.#alerts(),
      ...this.#process(),
    ]);
  }

  #info(): Record<string, string> {
    const { shop, version } = this.#parts;
    return { version, environment: shop.environment, region: shop.region.id, seller: shop.seller.businessId };
  }

  #books(): Metric[] {
    const { shop } = this.#parts;
    const { ledger, law } = shop;
    const ranges = ledger.ranges.list();
    const period = law.period(secondsNow(shop));
    const left = ranges.filter((range) => range.period === period && (range.state === "open" || range.state === "standby"));
    const parcels = ledger.parcels.counts();
    const nearest = ledger.parcels.nearestDeadline();
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    return [
      counter("tillseal_invoices_total", "Invoices issued: numbers taken of every range held here.", [
        { value: sum(ranges.map(({ first, next }) => next - first)) },
      ]),
      gauge("tillseal_numbers_left", "Numbers left for the running period.", [
        { labels: { period }, value: sum(left.map(numbersLeft)) },
      ]),
      gauge("tillseal_parcels", "Documents for upstream, by state.", byState(parcelStates, parcels)),
      gauge(
        "tillseal_oldest_deadline_seconds",
        "Seconds until the first deadline of a document that is not there yet; negative once it has passed.",
        nearest === null ? [] : [{ value: nearest - secondsNow(shop) }],
      ),
      gauge("tillseal_journal_head", "The newest entry of the journal.", [{ value: ledger.journal.head().seq }]),
      gauge("tillseal_seals_pending", "Records that wait for their seal.", [{ value: ledger.journal.pendingSeals() }]),
    ];
  }

  #paper(): Metric[] {
    const { shop, printers } = this.#parts;
    const all = [...printers.values()];
    const ofPrinter = (value: (printer: Printer) => number): Sample[] =>
      all.map((printer) => ({ labels: { printer: printer.name }, value: value(printer) }));
    return [
      gauge("tillseal_slips", "Slips that may still move, by state.", byState(openSlipStates, shop.ledger.condition.openSlips())),
      counter(
        "tillseal_slips_ended_total",
        "Slips that came to an end since the till was started.",
        byState(slipEnds, Object.fromEntries(this.#slipsEnded)),
      ),
      gauge(
        "tillseal_printer_up",
        "1: ready. 0: a fault is known, or nothing is known yet.",
        ofPrinter((printer) => (printer.condition().state === "ready" ? 1 : 0)),
      ),
      gauge(
        "tillseal_printer_waiting",
        "Papers that wait for a printer.",
        ofPrinter(({ name }) => shop.ledger.slips.waitingCount(name) + shop.ledger.tickets.waitingCount(name)),
      ),
    ];
  }

  #alerts(): Metric[] {
    const { shop, alerts } = this.#parts;
    const open = shop.ledger.alerts.open();
    const codes = [...new Set([...Object.keys(alertKinds), ...open.map(({ kind }) => kind)])];
    return [
      gauge(
        "tillseal_alerts",
        "Open alerts, by kind.",
        codes.map((kind) => ({ labels: { kind }, value: open.filter((row) => row.kind === kind).length })),
      ),
      gauge(
        "tillseal_alert_posts_waiting",
        "Messages about alerts that were not sent yet.",
        alerts.channels().map(({ channel, waiting }) => ({ labels: { channel }, value: waiting })),
      ),
    ];
  }

  #process(): Metric[] {
    const { shop, database } = this.#parts;
    const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    return [
      gauge("tillseal_loop_lag_seconds", "How late the process was at most since it was last asked.", [
        { value: this.#readLag() },
      ]),
      gauge("tillseal_database_bytes", "The till's database with its log.", [
        { value: size(database) + size(`${database}-wal`) },
      ]),
      gauge("tillseal_disk_free_bytes", "Free on the home's disk.", [{ value: shop.world.freeBytes() }]),
      gauge("process_resident_memory_bytes", "Resident memory.", [{ value: process.memoryUsage.rss() }]),
    ];
  }

  /** Measured from the first time somebody asks: a till that nobody watches pays nothing. */
  #readLag(): number {
    const lag = this.#lag;
    if (lag) {
      const seconds = (lag.max - lagResolutionMs * 1e6) / 1e9; // an interval is measured, of which so much is no delay
      lag.reset();
      return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
    }
    this.#lag = monitorEventLoopDelay({ resolution: lagResolutionMs });
    this.#lag.enable();
    return 0;
  }
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, kind: "gauge", help, samples };
}

function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, kind: "counter", help, samples };
}

/** Every state, those that hold nothing too, so that a graph has no holes. */
function byState(states: readonly string[], counts: Readonly<Record<string, number>>): Sample[] {
  return states.map((state) => ({ labels: { state }, value: counts[state] ?? 0 }));
}
