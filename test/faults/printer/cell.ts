import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type Case, lasts, liesBeyondProof, mustBeNamed, showsAtTheMark, strikesAt } from "./cases.ts";
import { codesOn, inkRows, type Look, lookOf } from "./looks.ts";
import type { Bug } from "./planted.ts";
import { openShop, type Shop } from "./shop.ts";

/** What became of one slip whose printer met with a fault. */
export interface Outcome extends Case {
  /** Nothing: the fault's byte never came by. */
  readonly struck: boolean;
  /** What the POS was answered that waited four seconds for the paper, and after how long. */
  readonly answer: string;
  readonly answerMs: number;
  /** The slip's state while the fault lasted, and in the end. */
  readonly during: string;
  readonly after: string;
  readonly look: Look;
  /** What was said to be wrong, and how long after the fault; null when nothing was. */
  readonly named: { readonly as: string; readonly ms: number } | null;
  /** The sale after the fault was mended: its slip's state and look. */
  readonly next: { readonly state: string; readonly look: Look };
  /** Every broken promise, in a sentence. */
  readonly broken: readonly string[];
}

export const longestNamingMs = 3000;
const posWaitsS = 4;
const endsWithinMs = 40_000;
/** No printer is back at once. */
const bootMs = 1500;
/** As long as a fault lasts at least, so that what it does to a slip is seen. */
const lastsMs = 3600;

/** Runs one case in a shop of its own: a sale meets the fault, the fault is mended, and the next sale shows what is left of it. */
export async function runCase(one: Case, { slipBytes, bug }: { slipBytes: number; bug?: Bug }): Promise<Outcome> {
  await using shop = await openShop(one.wire, bug);
  const watch = watchTruth(shop);
  const first = one.moment === "after" ? await shop.sell("first", 10) : undefined;
  if (first) await shop.printer.machine.atRest();
  const strike = arm(shop, one, slipBytes);
  const posted = performance.now();
  const asking = first ?? shop.sell("first", posWaitsS);
  const answering = Promise.resolve(asking).then((answer) => ({ answer, ms: first ? 0 : performance.now() - posted }));
  const named = await firstWord(shop, one, strike);
  await untilLasted(one, strike);
  const { answer, ms: answerMs } = await answering;
  const id = answer.slip!.id;
  const during = shop.slip(id).state;
  mend(shop, one);
  await until(() => !["waiting", "sending"].includes(shop.slip(id).state));
  await rest(shop);
  const firstInk = inkRows(shop.printer.paper());
  const next = await shop.sell("next", 15);
  await rest(shop);
  const read = (await Promise.all(shop.printer.paper().map(codesOn))).flat();
  const expected = await shop.expected(answer);
  const nextExpected = await shop.expected(next);
  const look = lookOf(expected, read, firstInk);
  // What was left of a torn slip may end in a row of its own.
  const nextInk = inkRows(shop.printer.paper()).slice(firstInk.length).slice(-nextExpected.rows.length);
  const truth = {
    id,
    read,
    look,
    inkWhenPrinted: watch.inkWhenPrinted(id),
    rows: expected.rows.length,
    codes: [expected.codes, nextExpected.codes],
    after: shop.slip(id).state,
    next: { state: shop.slip(next.slip!.id).state, look: lookOf(nextExpected, read, nextInk) },
  };
  watch.stop();
  strike.leave();
  const stuck = truth.next.state === "waiting" ? [await whyStuck(shop)] : [];
  return {
    ...one,
    struck: strike.at() !== undefined,
    answer: `${answer.status} ${answer.slip?.state}`,
    answerMs,
    during,
    after: truth.after,
    look,
    named,
    next: truth.next,
    broken: [...brokenBy(one, truth, named), ...stuck],
  };
}

async function whyStuck({ till, printer }: Shop): Promise<string> {
  const { printers } = await (await till.get<{ printers: object[] }>("/v1/printers")).json();
  return `nothing goes on: ${JSON.stringify(printers[0])} ${JSON.stringify(printer.machine.state)}`;
}

interface Truth {
  readonly read: readonly string[];
  readonly look: Look;
  /** Rows on paper when the slip was first called printed. */
  readonly inkWhenPrinted: number | undefined;
  readonly rows: number;
  readonly codes: readonly (readonly string[])[];
  readonly after: string;
  readonly next: { readonly state: string; readonly look: Look };
}

function brokenBy(one: Case, truth: Truth, named: Outcome["named"]): string[] {
  const broken: string[] = [];
  const { look, after, inkWhenPrinted, rows, next, read, codes } = truth;
  if (after === "printed" && look !== "whole" && !liesBeyondProof(one)) broken.push(`called printed, and the paper is ${look}`);
  if (inkWhenPrinted !== undefined && inkWhenPrinted < rows && !liesBeyondProof(one))
    broken.push(`called printed when ${inkWhenPrinted} of ${rows} rows were on paper`);
  for (const [barcode = ""] of codes) {
    const times = read.filter((code) => code === barcode).length;
    if (times > 1) broken.push(`${times} originals of ${barcode} are on paper`);
  }
  if (next.state === "printed" && next.look !== "whole") broken.push(`the next slip is called printed, and is ${next.look}`);
  const late = named === null || named.ms > longestNamingMs;
  // The confirmation had left before the fault struck.
  const missedTheMark = showsAtTheMark(one) && after === "printed";
  if (mustBeNamed(one) && late && !missedTheMark)
    broken.push(named ? `named only after ${named.ms.toFixed(0)} ms` : "never named");
  return broken;
}

/** Notes how much is on paper at the moment a slip is called printed. */
function watchTruth({ happened, printer }: Shop) {
  const ink = new Map<string, number>();
  let seen = 0;
  const look = () => {
    for (; seen < happened.length; seen++) {
      const { event, data } = happened[seen]!;
      if (event === "slip" && data.state === "printed") ink.set(String(data.id), inkRows(printer.paper()).length);
    }
  };
  const timer = setInterval(look, 10);
  return { inkWhenPrinted: (id: string) => ink.get(id), stop: () => clearInterval(timer) };
}

interface Strike {
  /** When it struck; nothing while it has not. */
  at(): number | undefined;
  leave(): void;
}

/** Lets the fault strike. Its moment is when it could first be seen. */
function arm({ printer: { machine, url } }: Shop, one: Case, slipBytes: number): Strike {
  const { fault, moment, wire } = one;
  let at: number | undefined;
  const inBytes = strikesAt(moment, slipBytes);
  machine.setFault(fault === "power-cycle" ? "power-cut" : fault, inBytes);
  const waitsForPaper = showsAtTheMark(one) && moment !== "after";
  const look = () => {
    if (at !== undefined || machine.state.armed !== undefined || waitsForPaper) return;
    at = performance.now();
    if (fault === "power-cycle") setTimeout(() => machine.setPower(true), bootMs);
  };
  const onPiece = () => {
    at ??= performance.now();
  };
  const unwatch = machine.watch({ onChange: look, ...(waitsForPaper && { onPiece }) });
  look();
  const intruder = fault.startsWith("second-") && wire === "tcp" ? intrude(url) : undefined;
  return {
    at: () => at,
    leave() {
      unwatch();
      intruder?.destroy();
    },
  };
}

/** A second host that wants the printer too. */
function intrude(url: string) {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write("another program's words\n");
  return socket;
}

/** Waits until the till says that something is wrong; where nothing has to be, only for as long as a slip takes. */
async function firstWord({ happened }: Shop, one: Case, strike: Strike): Promise<Outcome["named"]> {
  const patience = mustBeNamed(one) ? longestNamingMs + 2500 : 1500;
  const begun = performance.now();
  for (;;) {
    const at = strike.at();
    const since = showsAtTheMark(one) ? begun : at;
    const word = at === undefined ? undefined : happened.find((heard) => heard.atMs >= since! && trouble(heard) !== undefined);
    if (word && at !== undefined) return { as: trouble(word) ?? "", ms: Math.max(0, word.atMs - at) };
    if (performance.now() > (at ?? begun + 4000) + patience) return null;
    await pause(20);
  }
}

function trouble({ event, data }: Shop["happened"][number]): string | undefined {
  if (event === "slip" && data.state === "uncertain") return String(data.reason);
  if (event !== "printer") return undefined;
  const { faults, warnings } = data as { faults: string[]; warnings: string[] };
  return faults[0] ?? warnings[0];
}

async function untilLasted({ fault }: Case, strike: Strike): Promise<void> {
  const at = strike.at();
  if (fault === "power-cycle" && at !== undefined) await pause(Math.max(0, at + bootMs - performance.now()));
  if (lasts(fault) && at !== undefined) await pause(Math.max(0, at + lastsMs - performance.now()));
}

function mend({ printer: { machine } }: Shop, { fault }: Case): void {
  if (fault === "unrecoverable-error") machine.powerCycle();
  machine.setFault("none");
  machine.setPower(true);
}

async function rest({ printer: { machine } }: Shop): Promise<void> {
  await pause(150);
  await Promise.race([machine.atRest(), pause(5000)]);
}

async function until(is: () => boolean): Promise<void> {
  const end = performance.now() + endsWithinMs;
  while (performance.now() < end && !is()) await pause(30);
}
