import { setTimeout as pause } from "node:timers/promises";
import { aFolder, type BuiltTill, startBuiltTill } from "../../../bench/rig/built-till.ts";
import type { Callers } from "../../../bench/rig/callers.ts";
import { quantile } from "../../../bench/rig/figures.ts";
import { call, keptAlive } from "../../../bench/rig/post.ts";
import type { VirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import { readBook } from "../rig/book.ts";
import { type PaperWitness, watchPaper } from "../rig/paper.ts";
import { brokenPaper } from "../rig/promises.ts";
import { type Mishap, type Moment, moments } from "./cases.ts";

/** What became of one slip whose printer met with a mishap, and of the shop meanwhile. */
export interface Ordeal {
  readonly mishap: Mishap;
  readonly moment: Moment;
  /** The slip's state while the fault lasted, and in the end, when it was over for a while. */
  readonly during: string;
  readonly after: string;
  /** What the till said was wrong, and how long that took; null when it said nothing. */
  readonly named: { readonly as: string; readonly ms: number } | null;
  readonly onPaper: boolean;
  /** False confirmations, second originals: every broken promise about any slip of this shop. */
  readonly broken: readonly string[];
  /** Of the sales posted meanwhile. */
  readonly sellingP99Ms: number;
}

/** An ordinary slip's bytes on this wire, measured once on a healthy printer. */
export async function slipBytes(): Promise<number> {
  await using shop = await openShop();
  const before = shop.printer.machine.state.receivedBytes;
  await shop.sell("the-slip");
  await until(async () => (await shop.slip()).state === "printed", 10_000);
  return shop.printer.machine.state.receivedBytes - before;
}

const lastsMs = 5000;
const restSales = 200;

/** One shop, one slip, one mishap; other sales go on and queue up behind. */
export async function suffer(
  { mishap, moment }: { mishap: Mishap; moment: Moment },
  bytes: number,
  callers: Callers,
): Promise<Ordeal> {
  await using shop = await openShop();
  const { machine } = shop.printer;
  const struck = strike(shop.printer, mishap, Math.ceil(bytes * moments[moment]));
  await shop.sell("the-slip");
  const selling = callers.post({ door: shop.till, callers: 1, sales: restSales, restMs: lastsMs / restSales });
  const named = await firstWord(shop, struck);
  const { answerMs } = await selling;
  const during = (await shop.slip()).state;
  machine.setFault("none");
  const ended = () => shop.slip().then(({ state }) => !["waiting", "sending"].includes(state));
  await until(ended, 15_000);
  const after = (await shop.slip()).state;
  await shop.till.stop();
  await Promise.race([machine.atRest(), pause(3000)]);
  const onPaper = await shop.paper.barCodes();
  const book = readBook(shop.till.home);
  return {
    mishap,
    moment,
    during,
    after,
    named,
    onPaper: onPaper.includes(book.invoices[0]?.barCode ?? "none"),
    broken: brokenPaper(onPaper, book),
    sellingP99Ms: quantile(answerMs, 0.99),
  };
}

interface OpenShop extends AsyncDisposable {
  readonly till: BuiltTill;
  readonly paper: PaperWitness;
  readonly printer: VirtualPrinter;
  sell(requestId: string): Promise<void>;
  /** The first slip. */
  slip(): Promise<{ state: string; reason: string | null }>;
  /** What the till says is wrong with its printer. */
  faults(): Promise<readonly string[]>;
}

async function openShop(): Promise<OpenShop> {
  const folder = aFolder();
  const paper = await watchPaper();
  const till = await startBuiltTill({ home: folder.path, printer: paper.printer.url });
  const agent = keptAlive(4);
  const get = async <T>(path: string) => (await call(till, agent, { path })).body as T;
  const faults = async () => (await get<{ printers: { faults: string[] }[] }>("/v1/status")).printers[0]?.faults ?? [];
  const shop: OpenShop = {
    till,
    paper,
    printer: paper.printer,
    async sell(requestId) {
      await call(till, agent, { path: "/v1/sales", body: { requestId, lines: [{ name: "茶", quantity: 1, unitPrice: 35 }] } });
    },
    async slip() {
      const { slips } = await get<{ slips: { id: string; state: string; reason: string | null }[] }>("/v1/slips?limit=500");
      return slips.find(({ id }) => id === "1") ?? { state: "none", reason: null };
    },
    faults,
    async [Symbol.asyncDispose]() {
      await till.kill();
      agent.destroy();
      await paper[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
  await until(async () => paper.printer.machine.state.connected && (await faults()).length === 0, 5000);
  await pause(300);
  return shop;
}

/** Lets the mishap strike now or after so many bytes. Returns when it struck; undefined while it has not. */
function strike(printer: VirtualPrinter, mishap: Mishap, atByte: number): () => number | undefined {
  const { machine } = printer;
  let at: number | undefined;
  if (mishap !== "power-cycle") machine.setFault(mishap, atByte);
  const due = machine.state.receivedBytes + atByte;
  const look = () => {
    const { receivedBytes, armed } = machine.state;
    if (at !== undefined || (mishap === "power-cycle" ? receivedBytes < due : armed)) return;
    at = performance.now();
    if (mishap === "power-cycle") machine.powerCycle();
  };
  machine.watch({ onChange: look });
  look();
  return () => at;
}

/** Asks as a panel would until the till says that something is wrong, or for as long as the fault lasts. */
async function firstWord(shop: OpenShop, struck: () => number | undefined): Promise<Ordeal["named"]> {
  const end = performance.now() + lastsMs;
  while (performance.now() < end) {
    const at = struck();
    const [fault] = await shop.faults();
    const slip = await shop.slip();
    const as = fault ?? (slip.state === "uncertain" ? (slip.reason ?? "uncertain") : undefined);
    if (as !== undefined && at !== undefined) return { as, ms: performance.now() - at };
    await pause(40);
  }
  return null;
}

async function until(is: () => Promise<boolean>, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end && !(await is())) await pause(40);
}
