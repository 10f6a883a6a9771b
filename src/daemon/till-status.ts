import type { PrinterCondition } from "../drivers/status.ts";
import { warningLevel } from "../sync/pressing.ts";
import { type AlertView, alertsLamp, viewAlert } from "./alerts/view-alert.ts";
import { type Lamp, type Light, worst } from "./lamp.ts";
import type { Printer } from "./printing/printers.ts";
import { copiesLamp, unaccountedLamp } from "./safekeeping/copies/copies-lamp.ts";
import { type Shop, secondsNow } from "./shop.ts";
import { type NumberStock, numberStock } from "./stock/number-stock.ts";
import { numbersLamp } from "./stock/numbers-lamp.ts";

export interface TillStatus {
  /** The worst of all lamps. */
  readonly light: Light;
  readonly environment: string;
  readonly region: string;
  readonly seller: { readonly businessId: string; readonly name: string };
  readonly time: string;
  /** Numbers left in this period, and when the last one goes at this pace; null when they outlast it. */
  readonly remaining: { readonly numbers: number; readonly lastsUntil: string | null };
  readonly lamps: Readonly<
    Record<
      "numbers" | "clock" | "disk" | "journal" | "seal" | "slips" | "printers" | "upload" | "backup" | "unaccounted" | "alerts",
      Lamp
    >
  >;
  readonly printers: readonly PrinterView[];
  /** What somebody should look at, the oldest first. */
  readonly alerts: readonly AlertView[];
}

export interface PrinterView extends Omit<PrinterCondition, "since"> {
  readonly name: string;
  readonly url: string;
  readonly model: string;
  readonly since: string;
  readonly waiting: number;
  /** A person stopped it; its slips wait. */
  readonly paused: boolean;
  /** Two presses of FEED reprint the last slip. */
  readonly feedReprints: boolean;
}

/** Everything with traffic lights, read fresh. Writes nothing. `copyTrouble`: why the till could not make its own copy. */
export function tillStatus(shop: Shop, printers: Iterable<Printer>, copyTrouble: string | null = null): TillStatus {
  const views = [...printers].map((printer) => viewPrinter(shop, printer));
  const stock = numberStock(shop);
  const lamps = {
    numbers: numbersLamp(shop, stock),
    clock: clockLamp(shop),
    disk: diskLamp(shop),
    journal: journalLamp(shop),
    seal: sealLamp(shop),
    slips: slipsLamp(shop),
    printers: printersLamp(views),
    upload: uploadLamp(shop),
    backup: copiesLamp(shop, copyTrouble),
    unaccounted: unaccountedLamp(shop),
    alerts: alertsLamp(shop),
  };
  return {
    light: worst(Object.values(lamps)),
    environment: shop.environment,
    region: shop.region.id,
    seller: { businessId: shop.seller.businessId, name: shop.seller.name },
    time: shop.law.localTime(secondsNow(shop)),
    remaining: presentStock(shop, stock),
    lamps,
    printers: views,
    alerts: shop.ledger.alerts.open().map((row) => viewAlert(shop, row)),
  };
}

/** What remains of the period's numbers, as callers see it. */
export function presentStock({ law }: Pick<Shop, "law">, { left, lastsUntil }: NumberStock): TillStatus["remaining"] {
  return { numbers: left, lastsUntil: lastsUntil === null ? null : law.localTime(lastsUntil) };
}

/** A printer as callers see it. */
export function viewPrinter({ law, ledger }: Shop, printer: Printer): PrinterView {
  const { since, ...condition } = printer.condition();
  const settings = ledger.printerSettings.of(printer.name);
  return {
    name: printer.name,
    url: printer.url,
    model: printer.model,
    ...condition,
    since: law.localTime(Math.floor(since.getTime() / 1000)),
    waiting: ledger.slips.waitingCount(printer.name) + ledger.tickets.waitingCount(printer.name),
    paused: settings.paused === 1,
    feedReprints: settings.feedReprints === 1,
  };
}

function clockLamp(shop: Shop): Lamp {
  const anchor = shop.ledger.home.clockAnchor();
  if (anchor?.bootId !== shop.world.bootId) return { light: "green", message: "The clock is compared at the next sale." };
  const driftMs = shop.world.clock.now().getTime() - anchor.wallMs - (shop.world.clock.uptimeMs() - anchor.uptimeMs);
  const off = `${Math.round(Math.abs(driftMs) / 1000)} s ${driftMs < 0 ? "back" : "ahead"}`;
  return Math.abs(driftMs) > 60_000
    ? { light: "red", message: `The clock jumped ${off}: set it right, or run \`tillseal clock accept\`.` }
    : { light: "green", message: "Wall clock and boot clock agree." };
}

function diskLamp({ world, settings }: Shop): Lamp {
  const freeMb = Math.floor(world.freeBytes() / 1024 / 1024);
  const message = `${freeMb} MB are free.`;
  if (freeMb < settings.freeSpaceMb)
    return { light: "red", message: `${message} Nothing is issued below ${settings.freeSpaceMb} MB.` };
  return { light: freeMb < settings.freeSpaceMb * 4 ? "yellow" : "green", message };
}

function journalLamp({ journalWatch }: Shop): Lamp {
  return journalWatch.broken
    ? { light: "red", message: `${journalWatch.broken.explanation} Run \`tillseal verify\`, then restore a backup.` }
    : { light: "green", message: "No broken entry was found." };
}

function sealLamp({ key, ledger }: Shop): Lamp {
  const pending = ledger.journal.pendingSeals();
  if (!key) return { light: "red", message: `There is no seal key; ${pending} records wait for their seal. Sales go on.` };
  if (pending > 0) return { light: "yellow", message: `${pending} records wait for their seal.` };
  return { light: "green", message: `Sealed with key ${key.kid}.` };
}

function slipsLamp({ ledger }: Shop): Lamp {
  const { uncertain: doubtful = 0 } = ledger.condition.openSlips();
  return doubtful > 0
    ? { light: "yellow", message: `${doubtful} slips are doubtful: look at the paper and settle them.` }
    : { light: "green", message: "No doubtful paper." };
}

function printersLamp(printers: readonly PrinterView[]): Lamp {
  if (printers.length === 0) return { light: "yellow", message: "No printer is configured." };
  const faulty = printers.filter(({ state }) => state === "fault");
  if (faulty.length > 0)
    return { light: "red", message: faulty.map(({ name, faults }) => `${name}: ${faults.join(", ")}`).join("; ") };
  const warned = printers.filter(({ warnings }) => warnings.length > 0);
  if (warned.length > 0)
    return { light: "yellow", message: warned.map(({ name, warnings }) => `${name}: ${warnings.join(", ")}`).join("; ") };
  return { light: "green", message: "No fault is known." };
}

function uploadLamp(shop: Shop): Lamp {
  const { ledger, environment, upstream, law } = shop;
  const { held = 0, waiting = 0, sent = 0, rejected = 0, conflict = 0 } = ledger.parcels.counts();
  const stuck = rejected + conflict;
  if (stuck > 0) return { light: "red", message: `${stuck} documents were refused and need somebody: see GET /v1/outbox.` };
  const open = held + waiting + sent;
  if (open === 0) return { light: "green", message: "All documents are where they belong." };
  if (upstream === null)
    return { light: environment === "live" ? "red" : "green", message: `${open} documents are held: there is no upstream.` };
  const deadline = ledger.parcels.nearestDeadline()!;
  const level = warningLevel(deadline, secondsNow(shop));
  const message = `${open} documents are under way; the first is due by ${law.localTime(deadline)}.`;
  return { light: level === 0 ? "green" : level === 1 ? "yellow" : "red", message };
}
