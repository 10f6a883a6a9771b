import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { aFolder, startBuiltTill } from "../../../bench/rig/built-till.ts";
import { startCallers } from "../../../bench/rig/callers.ts";
import { say } from "../../../src/cli/terminal.ts";
import { type Book, readBook } from "../rig/book.ts";
import { chanceOf } from "../rig/chance.ts";
import { type Answers, brokenNumbers } from "../rig/promises.ts";
import { Disk } from "./disk.ts";
import { type Deed, readTrace, straceTo } from "./trace.ts";

const callers = 4;
/** Above one checkpoint's worth, so that power cuts strike checkpoints too. */
const defaultSales = 500;

/**
 * Records what the daemon wrote, synced and answered, then opens the states a power cut could have left. Exit code 0: no
 * acknowledged sale was lost or changed in any, and the same without the durability pragma was seen to lose some.
 */
export async function faultsPower(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      states: { type: "string", default: "1000" },
      sales: { type: "string", default: String(defaultSales) },
      seed: { type: "string", default: "1" },
    },
  });
  if (spawnSync("strace", ["-V"]).status !== 0) {
    say("Not run: there is no strace here.");
    return 0;
  }
  const size = { states: Number(values.states), sales: Number(values.sales), seed: Number(values.seed) };
  const whole = await cutPower("the till as it is", size, []);
  const control = await cutPower("the control, its durability pragma left out", { ...size, states: Math.ceil(size.states / 5) }, [
    "--import",
    "tsx",
    "--import",
    fileURLToPath(new URL("forgotten-pragma.ts", import.meta.url)),
  ]);
  const kept = whole.length === 0 && control.length > 0;
  say(kept ? "\nEvery acknowledged sale survived every state, and the control was seen to lose some." : "\nFAILED");
  return kept ? 0 : 1;
}

interface Size {
  readonly states: number;
  readonly sales: number;
  readonly seed: number;
}

/** Returns what was broken in one state or another. */
async function cutPower(name: string, size: Size, nodeArgs: readonly string[]): Promise<string[]> {
  using home = aFolder();
  using traces = aFolder();
  const before = await bearHome(home.path);
  await sellUnderStrace({ home: home.path, traces: traces.path, sales: size.sales, nodeArgs });
  const deeds = await readTrace(traces.path);
  const count = (kind: Deed["do"]) => deeds.filter((deed) => deed.do === kind).length;
  say(`\n${name}: ${count("answer")} answers, ${count("write")} writes, ${count("sync")} syncs`);
  const broken = replay(deeds, { before, book: readBook(home.path), ...size });
  say(`${size.states} states a power cut could leave: ${broken.length} of them with broken promises (--seed ${size.seed})`);
  for (const line of broken.slice(0, 5)) say(`  ${line}`);
  return broken;
}

/** A home with a few sales, at rest: its files are all on disk. */
async function bearHome(home: string): Promise<Map<string, Buffer>> {
  await using till = await startBuiltTill({ home });
  using few = await startCallers();
  await few.post({ door: till, callers: 1, sales: 3 });
  await till.stop();
  return new Map(
    ["till.db", "till.db-wal"]
      .filter((name) => existsSync(join(home, name)))
      .map((name) => [name, readFileSync(join(home, name))]),
  );
}

async function sellUnderStrace(run: { home: string; traces: string; sales: number; nodeArgs: readonly string[] }): Promise<void> {
  const { home, traces, sales, nodeArgs } = run;
  await using till = await startBuiltTill({ home, under: straceTo(traces), nodeArgs });
  using many = await startCallers();
  await many.post({ door: till, callers, sales });
  await till.kill();
}

interface Replay extends Size {
  readonly before: ReadonlyMap<string, Buffer>;
  /** The home as the run left it: it knows which request each number answered. */
  readonly book: Book;
}

/** Cuts the power at moments spread over the whole run, half of them right after an answer, when a sale is newest. */
function replay(deeds: readonly Deed[], { before, book, states, seed }: Replay): string[] {
  const chance = chanceOf(seed);
  const requestOf = new Map(book.invoices.map(({ number, requestId }) => [number, requestId]));
  const answered = deeds.flatMap((deed, index) => (deed.do === "answer" ? [index] : []));
  const cuts = Array.from({ length: states }, () =>
    Math.floor(chance() < 0.5 ? (answered[Math.floor(chance() * answered.length)] ?? 0) : chance() * deeds.length),
  ).sort((one, other) => one - other);
  const disk = new Disk(before);
  const answers = new Map<string, [Answers extends ReadonlyMap<string, readonly (infer A)[]> ? A : never]>();
  const broken: string[] = [];
  let done = 0;
  for (const [state, cut] of cuts.entries()) {
    for (; done <= cut; done++) {
      const deed = deeds[done]!;
      if (deed.do === "answer") answers.set(requestOf.get(deed.sale.number) ?? deed.sale.number, [deed.sale]);
      else disk.take(deed);
    }
    const found = brokenIn(disk.afterPowerCut(fateOf(state, chance), chance), answers);
    if (found.length > 0) broken.push(`after deed ${cut}: ${found[0]}`);
    if ((state + 1) % 250 === 0) say(`${state + 1} states`);
  }
  return broken;
}

/** All lost, all kept, or chance for each: a mild and a wild one by turns. */
function fateOf(state: number, chance: () => number): () => "lost" | "kept" | "torn" {
  if (state % 4 === 0) return () => "lost";
  if (state % 4 === 1) return () => "kept";
  const mishap = state % 4 === 2 ? 0.1 : 0.7;
  return () => (chance() > mishap ? "kept" : chance() < 0.5 ? "lost" : "torn");
}

/** Opens a state as the till's next start would, and looks for what is missing. */
function brokenIn(files: ReadonlyMap<string, Buffer>, answers: Answers): string[] {
  using folder = aFolder();
  mkdirSync(folder.path, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder.path, name), bytes);
  try {
    return brokenNumbers(answers, readBook(folder.path));
  } catch (error) {
    return [`the database does not open: ${(error as Error).message}`];
  }
}
