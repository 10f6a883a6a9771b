import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { type Log, silentLog } from "../../../src/base/log.ts";
import { driverOf } from "../../../src/drivers/drivers.ts";
import type { PrinterCondition } from "../../../src/drivers/status.ts";
import type { Fault } from "../../../src/rehearsal/printer/faults.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { aTill } from "../../till/a-till.ts";

const withinMs = 1_000;
/** A printer that must be asked is asked each second. */
const polledMs = 2_500;

type Shown = Omit<PrinterCondition, "since">;

const names =
  (word: string) =>
  ({ faults, warnings }: Shown) =>
    [...faults, ...warnings].some((said) => said === word);

/** How long each of route, events and log took to show what was done to an idle printer, in milliseconds. */
async function shownAfter(
  fault: Fault,
  shows: (printer: Shown) => boolean,
  model: keyof typeof models,
): Promise<Record<"route" | "events" | "log", number>> {
  await using printer = await asDisposable(startVirtualPrinter({ clock: systemClock, log: silentLog, model: models[model] }));
  const heard: Record<"events" | "log", number | null> = { events: null, log: null };
  let struckAt = Number.POSITIVE_INFINITY;
  const note = (where: "events" | "log", shown: Shown) => {
    if (performance.now() >= struckAt && shows(shown)) heard[where] ??= performance.now() - struckAt;
  };
  const log: Log = { ...silentLog, info: (event, facts) => event === "printer" && note("log", facts as unknown as Shown) };
  await using till = await aTill({
    config: { printers: [{ name: "front", url: printer.url, model: model === "virtual-58" ? "virtual" : "generic-58" }] },
    world: { clock: systemClock, driverOf, log },
  });
  till.till.shop.feed.listen((happening) => happening.kind === "printer" && note("events", happening));
  till.till.start();
  const seen = async () => (await (await till.get<{ printers: Shown[] }>("/v1/printers")).json()).printers[0]!;
  await until(async () => (await seen()).state === "ready");
  await systemClock.sleep(300); // asked to tell by itself from now on
  struckAt = performance.now();
  printer.machine.setFault(fault);
  await until(async () => shows(await seen()));
  const route = performance.now() - struckAt;
  await until(async () => heard.events !== null && heard.log !== null);
  await till.till.stop();
  return { route, events: heard.events!, log: heard.log! };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const since = performance.now(); !(await holds()); ) {
    if (performance.now() - since > 10_000) throw new Error("waited in vain");
    await systemClock.sleep(10);
  }
}

async function asDisposable<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T & AsyncDisposable> {
  const opened = await opening;
  return Object.assign(opened, { [Symbol.asyncDispose]: () => opened.close() });
}

describe("an idle printer's trouble is in route, events and log within a second where it tells of itself", () => {
  test.each([
    ["near-end", "paper-near-end"],
    ["cover-open", "cover-open"],
    ["head-hot", "head-hot"],
    ["unrecoverable-error", "unrecoverable"],
    ["port-closed", "unreachable"],
  ] as const)("%s", async (fault, word) => {
    const took = await shownAfter(fault, names(word), "virtual-58");
    for (const ms of Object.values(took)) expect(ms).toBeLessThan(withinMs);
  });
});

describe("a drawer and a finger on FEED are shown as soon, and are no trouble", () => {
  test.each([
    ["drawer-toggles", ({ drawerPin }: Shown) => drawerPin === "high"],
    ["feed-held", ({ feedPressed }: Shown) => feedPressed === true],
  ] as const)("%s", async (fault, shows) => {
    const took = await shownAfter(fault, (printer) => printer.state === "ready" && shows(printer), "virtual-58");
    for (const ms of Object.values(took)) expect(ms).toBeLessThan(withinMs);
  });
});

test("one that must be asked is heard at the next question", async () => {
  const took = await shownAfter("cover-open", names("cover-open"), "winpos-58");
  for (const ms of Object.values(took)) expect(ms).toBeLessThan(polledMs);
});
