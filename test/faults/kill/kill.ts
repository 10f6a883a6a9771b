import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { aFolder, built } from "../../../bench/rig/built-till.ts";
import { say } from "../../../src/cli/terminal.ts";
import { chanceOf } from "../rig/chance.ts";
import { brokenNumbers, brokenPaper } from "../rig/promises.ts";
import { type KillEvidence, killRun, stubbornRequest } from "./kill-run.ts";

/** Kills the built till many times under load and looks for a broken promise. Exit code 0: none was found, and every control was. */
export async function faultsKill(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { kills: { type: "string", default: "300" }, seed: { type: "string", default: "1" } },
  });
  using folder = aFolder();
  const evidence = await killRun({
    home: folder.path,
    kills: Number(values.kills),
    chance: chanceOf(Number(values.seed)),
    onProgress: (kills, sales) => say(`${kills} kills, ${sales} sales acknowledged`),
  });
  const broken = [...brokenPromises(evidence), ...brokenChain(folder.path)];
  const { answers, book, onPaper, unanswered } = evidence;
  say(
    `\n${values.kills} kills (--seed ${values.seed}), ${answers.size} sales acknowledged, ${book.invoices.length} in the book.`,
  );
  say(`${unanswered} were committed and not answered before a kill; the retry brought the same number.`);
  say(`"${stubbornRequest}" was asked ${answers.get(stubbornRequest)?.length} times. ${onPaper.length} slips are on paper.`);
  say(`Slips: ${tally(book.slips.map(({ state }) => state))}.`);
  for (const line of broken.slice(0, 20)) say(`BROKEN  ${line}`);
  const asleep = sleepingGuards(evidence);
  for (const guard of asleep) say(`ASLEEP  the control was not noticed: ${guard}`);
  say(broken.length + asleep.length === 0 ? "\nEvery promise was kept, and every control was noticed." : "\nFAILED");
  return broken.length + asleep.length === 0 ? 0 : 1;
}

export function brokenPromises({ answers, book, onPaper }: KillEvidence): string[] {
  return [...brokenNumbers(answers, book), ...brokenPaper(onPaper, book)];
}

function brokenChain(home: string): string[] {
  const { status, stdout } = spawnSync(process.execPath, [...built, "verify", "--home", home], { encoding: "utf8" });
  return status === 0 ? [] : [`verify says: ${stdout}`];
}

/** The negative control: evidence is falsified in the ways a broken till would falsify it, and each must be noticed. */
export function sleepingGuards(evidence: KillEvidence): string[] {
  const { answers, book, onPaper } = evidence;
  const [first, second] = book.invoices;
  const printed = book.slips.find(({ state }) => state === "printed");
  const barCode = book.invoices.find(({ id }) => id === printed?.invoiceId)?.barCode ?? "";
  const falsified: Record<string, KillEvidence> = {
    "an acknowledged sale is lost": { ...evidence, book: { ...book, invoices: book.invoices.slice(0, -1) } },
    "a number is given twice": {
      ...evidence,
      book: { ...book, invoices: [{ ...second!, number: first!.number }, ...book.invoices] },
    },
    "a number is skipped": {
      ...evidence,
      book: { ...book, ranges: book.ranges.map((range) => ({ ...range, next: range.next + 1 })) },
    },
    "a sale was changed": {
      ...evidence,
      book: { ...book, invoices: book.invoices.map((invoice) => ({ ...invoice, hash: invoice.hash.replace(/^./, "x") })) },
    },
    "a retry got another number": { ...evidence, answers: withAnotherNumber(answers) },
    "a slip came out twice": { ...evidence, onPaper: [...onPaper, barCode] },
    "a slip said to be printed is not on paper": { ...evidence, onPaper: onPaper.filter((code) => code !== barCode) },
  };
  return Object.keys(falsified).filter((name) => brokenPromises(falsified[name]!).length === 0);
}

function withAnotherNumber(answers: KillEvidence["answers"]): KillEvidence["answers"] {
  const [requestId, given] = [...answers][0]!;
  return new Map([...answers, [requestId, [...given, { ...given[0]!, number: "XX00000000" }]]]);
}

function tally(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
}
