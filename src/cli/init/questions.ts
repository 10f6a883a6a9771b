import { createInterface } from "node:readline/promises";
import { printerModelNames } from "../../../config/printers.ts";
import { configSchema } from "../../../config/schema.ts";
import { type Fault, Problem } from "../../base/problem.ts";
import { tokenName } from "../../daemon/http/schema/opening.ts";
import { provenKey, readKey } from "../../daemon/operations/opening/import-key.ts";
import type { Region } from "../../regions/region.ts";
import { comparisonInWords } from "../time-server.ts";
import { type Answers, type Opening, rangeOf, timeOf } from "./plan.ts";

export interface Question {
  readonly text: string;
  /** Taken when nothing is typed. */
  readonly fallback?: string;
  /** What is wrong with an answer, or null. */
  check(answer: string): string | null;
}

/** Puts a question to a person until the answer passes its check. */
export type Ask = (question: Question) => Promise<string>;

/** Somebody at a terminal. Whoever ends the input, or presses Ctrl-C, gives the opening up. */
export function terminalAsker(): Disposable & { readonly ask: Ask } {
  // The answer of the command goes to standard output, so what is asked does not.
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const gone = new AbortController();
  lines.once("close", () => gone.abort());
  const read = async (prompt: string) => {
    try {
      return await lines.question(prompt, { signal: gone.signal });
    } catch {
      throw new Problem("misuse", "\nGiven up; nothing was made.");
    }
  };
  return { ask: asking(read, (text) => process.stderr.write(`${text}\n`)), [Symbol.dispose]: () => lines.close() };
}

/** Asks again, with the reason, until an answer is right. */
export function asking(read: (prompt: string) => Promise<string>, tell: (text: string) => void): Ask {
  return async ({ text, fallback, check }) => {
    for (;;) {
      const typed = await read(`${text}${fallback ? ` [${fallback}]` : ""}: `);
      const answer = typed.trim() || (fallback ?? "");
      const wrong = check(answer);
      if (wrong === null) return answer;
      tell(`  ✗ ${wrong}`);
    }
  };
}

type Given = Partial<Record<keyof Answers, string | boolean>>;
type Want = (name: keyof Answers, question: Question) => Promise<void>;

/** Asks for whatever was not given as a flag. Every answer is checked before the next question. */
export async function askFor(flags: Answers, ask: Ask, opening: Opening): Promise<Answers> {
  const answers: Given = { ...flags };
  const want: Want = async (name, question) => {
    if (answers[name] !== undefined) return;
    const answer = await ask(question);
    if (answer !== "") answers[name] = answer;
  };
  // First, because whether numbers can be used depends on it.
  if (!answers.clockRight) answers.clockRight = await isClockRight(ask, opening);
  await want("environment", {
    text: "Is this for the test area or for real? (rehearsal/live)",
    fallback: "rehearsal",
    check: (answer) => (["rehearsal", "live"].includes(answer) ? null : "Type rehearsal or live."),
  });
  await askSeller(want, opening.region);
  await askKey(answers, want, opening.region);
  await askRange(answers, want, opening);
  await askReach(answers, want);
  return answers as Answers;
}

async function isClockRight(ask: Ask, opening: Opening): Promise<boolean> {
  const compared = comparisonInWords(opening.clock);
  const answer = await ask({
    text: `This machine says it is ${timeOf(opening)} here${compared === null ? "" : ` (${compared})`}. Is that right? (yes/no)`,
    check: (text) => (["yes", "no"].includes(text) ? null : "Type yes or no."),
  });
  if (answer === "yes") return true;
  throw new Problem("misuse", "Set the machine's clock right first; nothing was made.", {
    hint: "Switch time synchronisation on (NTP), then run `tillseal init` again.",
  });
}

async function askSeller(want: Want, region: Region): Promise<void> {
  const seller = { businessId: "", name: "", address: "" };
  const ask = (name: keyof Answers, text: string, part: keyof typeof seller) =>
    want(name, {
      text,
      check(answer) {
        const faults = region.sellerFaults({ ...seller, [part]: answer });
        return faults.find(({ path }) => path === `seller.${part}`)?.message ?? null;
      },
    });
  await ask("sellerId", "統一編號 of the seller", "businessId");
  await ask("sellerName", "Name, as registered", "name");
  await ask("sellerAddress", "Address, as registered", "address");
  await want("logoLine", {
    text: "Line above the slip's title (empty: the name)",
    check: (logoLine) => configFault({ logoLine }),
  });
}

async function askKey(answers: Given, want: Want, region: Region): Promise<void> {
  if (answers.passphrase === undefined)
    await want("qrKey", {
      text: "QR key, 32 hexadecimal digits (empty: give the 種子密碼 instead)",
      check: (hex) => (hex === "" ? null : refusalOf(() => readKey(region.secret, { hex }))),
    });
  if (answers.qrKey === undefined)
    await want("passphrase", {
      text: "種子密碼",
      check: (passphrase) => refusalOf(() => readKey(region.secret, { passphrase })),
    });
  const { qrKey: hex, passphrase } = answers as Answers;
  const key = () =>
    readKey(region.secret, { ...(hex !== undefined && { hex }), ...(passphrase !== undefined && { passphrase }) });
  // A key given as a flag was not looked at yet; what is wrong with it is told at the end, with everything else.
  if (refusalOf(key) !== null) return;
  await want("checkCipher", {
    text: "A cipher known to be right, NUMBER+RANDOM=CIPHER (empty: check it later)",
    check: (known) => (known === "" ? null : refusalOf(() => provenKey(region.secret, key(), known))),
  });
}

async function askRange(answers: Given, want: Want, opening: Opening): Promise<void> {
  if (answers.noRange) return;
  const faultOf = (more: Partial<Answers>) => {
    const faults: Fault[] = [];
    rangeOf({ ...(answers as Answers), ...more }, { ...opening, businessId: String(answers.sellerId) }, faults);
    return faults.length === 0 ? null : someOf(faults);
  };
  await want("range", {
    text: "File of numbers as downloaded (empty: import it later)",
    check: (range) => (range === "" ? null : faultOf({ range })),
  });
  if (answers.range === undefined) {
    answers.noRange = true;
    return;
  }
  await want("share", { text: "This till's share of the file", fallback: "1/1", check: (share) => faultOf({ share }) });
}

async function askReach(answers: Given, want: Want): Promise<void> {
  await want("printer", {
    text: "Printer, like tcp://192.168.1.50:9100 (empty: none yet)",
    check: (url) => configFault(url === "" ? {} : { printers: [{ name: "front", url }] }),
  });
  if (answers.printer)
    await want("printerModel", {
      text: `Its model (${printerModelNames.join(", ")})`,
      fallback: "generic-58",
      check: (model) => (printerModelNames.some((name) => name === model) ? null : "Take one of those named."),
    });
  await want("upstream", {
    text: "Upstream, like turnkey:///var/lib/turnkey or https://… (empty: none yet)",
    check: (upstream) => configFault(upstream === "" ? {} : { upstream }),
  });
  await want("token", {
    text: "Name of the POS's token",
    fallback: "pos",
    check: (name) => tokenName.safeParse(name).error?.issues[0]?.message ?? null,
  });
}

const mostTold = 5;

/** A file of a thousand bad rows is told by its first. */
function someOf(faults: readonly Fault[]): string {
  const told = faults.slice(0, mostTold).map(({ path, message }) => `${path}: ${message}`);
  const more = faults.length > mostTold ? [`… and ${faults.length - mostTold} more`] : [];
  return [...told, ...more].join("\n    ");
}

function refusalOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

function configFault(config: object): string | null {
  const read = configSchema.safeParse(config);
  return read.success ? null : read.error.issues.map(({ message }) => message).join(" ");
}
