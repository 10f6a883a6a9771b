import { join } from "node:path";
import { settleByUpstream } from "../../../src/daemon/operations/numbers/settle-by-upstream.ts";
import { misbehaved } from "../../../src/rehearsal/turnkey/moods.ts";
import { copyOf, importNumbers, restored } from "../../daemon/safekeeping/a-copy.ts";
import { aWay, type Way } from "../../sync/turnkey/a-way.ts";
import { aSale, type TestTill } from "../../till/a-till.ts";

/** What the customers hold and the shop's people know, whatever any machine forgot. */
interface Known {
  /** Every number that was ever answered with 201. */
  readonly sold: string[];
  readonly broken: string[];
  /** What upstream settled, and what people had to. */
  settledByUpstream: number;
  settledByPeople: number;
}

export interface Rounds {
  readonly rounds: number;
  readonly folder: string;
  readonly chance: () => number;
  readonly hear?: (line: string) => void;
}

const never = new AbortController().signal;
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * A till is copied while it sells, sells on, and its machine is lost; the copy takes its place, again and again. Returns everything
 * that broke, in sentences: a number sold twice, one lost sight of, one that arrived twice or is reported unused though it was sold.
 */
export async function loseMachines({ rounds, folder, chance, hear = () => {} }: Rounds): Promise<Known> {
  const known: Known = { sold: [], broken: [], settledByUpstream: 0, settledByPeople: 0 };
  const way = await aWay({ moods: { ...misbehaved, slowMs: 5_000 } }, { folder: join(folder, "home-0"), makesNumbers: false });
  await importNumbers(way.till, { track: trackOf(0) });
  for (let round = 1; round <= rounds; round++) {
    const file = join(folder, `${round}.backup`);
    await Promise.all([sellMany(way, known, 8 + chance() * 12), copyOf(way.till, file)]);
    await workOn(way, known, chance);
    const { world } = way.till.till.shop;
    await way.replaceTill(async () => {
      const home = join(folder, `home-${round}`);
      await restored(file, home, { world });
      return home;
    });
    await goOn(way, known, round);
    hear(
      `round ${round}: ${known.sold.length} sold, ${known.settledByUpstream} settled by upstream, ${known.settledByPeople} by people`,
    );
  }
  known.broken.push(...(await closePeriod(way, known)));
  await way[Symbol.asyncDispose]();
  return known;
}

/** The last hours of a machine: sales that no copy has, some of them handed over. */
async function workOn(way: Way, known: Known, chance: () => number): Promise<void> {
  for (let hour = 0; hour < 3; hour++) {
    await sellMany(way, known, chance() * 4);
    for (let turn = 0; turn < chance() * 3; turn++) await way.turn(10_000);
  }
  await sellMany(way, known, 1 + chance() * 2); // these are on paper, and nowhere else
}

/** The new machine: what is in doubt is settled by upstream, then by people; it sells from numbers the lost one never had. */
async function goOn(way: Way, known: Known, round: number): Promise<void> {
  const { till } = way;
  const { whole } = await (await till.get<{ whole: boolean }>("/v1/verify")).json();
  if (!whole) known.broken.push(`round ${round}: the copy does not verify`);
  await importNumbers(till, { track: trackOf(round), afterRestore: "never-held" });
  await sellMany(way, known, 3);
  await way.drain(60, 30_000);
  const before = doubtful(till);
  await settleByUpstream(till.till.shop, way.bench.upstream, never);
  const inDoubt = doubtful(till);
  known.settledByUpstream += before.size - inDoubt.size;
  for (const { reference } of way.bench.pretend.platform.arrivals)
    if (inDoubt.has(reference)) known.broken.push(`round ${round}: ${reference} is at the platform and still in doubt`);
  for (const number of inDoubt) await settleByHand(till, number, known);
}

async function settleByHand(till: TestTill, number: string, known: Known): Promise<void> {
  const as = known.sold.includes(number) ? "issued-elsewhere" : "unused";
  if (as === "issued-elsewhere") known.settledByPeople++;
  const serial = Number(number.slice(2));
  const span = { period: "11512", track: number.slice(0, 2), first: serial, last: serial };
  const answer = await till.post("/v1/ranges/unaccounted/settle", { ...span, as, evidence: "the till roll" });
  if (answer.status !== 200) known.broken.push(`${number} could not be settled: ${await answer.text()}`);
}

/** The period ends: everything that is ours arrived once, and nothing that was sold is reported unused. */
async function closePeriod(way: Way, { sold }: Known): Promise<string[]> {
  const broken: string[] = [];
  if (new Set(sold).size !== sold.length) broken.push("a number was sold twice");
  const references = way.bench.pretend.platform.arrivals.map(({ reference }) => reference);
  if (new Set(references).size !== references.length) broken.push("a number arrived twice");
  await way.bench.clock.wind(45 * 86_400_000);
  const reported = await way.till.post<Report>("/v1/ranges/unused", { period: "11512" });
  if (reported.status !== 201) return [...broken, `the period cannot be reported: ${JSON.stringify(await reported.json())}`];
  const unused = new Set(
    (await reported.json()).reports.flatMap(({ track, items }) => items.flatMap((item) => numbersOf(track, item))),
  );
  const ghosts = sold.filter((number) => unused.has(number));
  if (ghosts.length > 0) broken.push(`sold and reported unused: ${ghosts.join(", ")}`);
  return broken;
}

interface Report {
  readonly reports: readonly {
    readonly track: string;
    readonly items: readonly { readonly first: number; readonly last: number }[];
  }[];
}

async function sellMany({ till }: Way, known: Known, most: number): Promise<void> {
  const answers = await Promise.all(Array.from({ length: Math.floor(most) }, () => till.post("/v1/sales", aSale())));
  for (const answer of answers) if (answer.status === 201) known.sold.push((await answer.json()).number);
}

function doubtful({ home: { ledger } }: TestTill): Set<string> {
  const open = ledger.unaccounted.list().filter(({ state }) => state === "unaccounted");
  return new Set(open.flatMap(({ track, first, last }) => numbersOf(track, { first, last })));
}

function numbersOf(track: string, { first, last }: { readonly first: number; readonly last: number }): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${track}${String(first + index).padStart(8, "0")}`);
}

function trackOf(round: number): string {
  return `${letters[Math.floor(round / 26) + 10]}${letters[round % 26]}`;
}
