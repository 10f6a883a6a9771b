import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { configSchema } from "../../../config/schema.ts";
import { Problem } from "../../base/problem.ts";
import { provenKey, readKey } from "../../daemon/operations/opening/import-key.ts";
import type { Region } from "../../regions/region.ts";
import { say } from "../terminal.ts";
import { type Answers, timeOf } from "./plan.ts";

interface Question {
  readonly text: string;
  /** Taken when nothing is typed. */
  readonly fallback?: string;
  /** What is wrong with an answer, or null. */
  check(answer: string): string | null;
}

export interface Asker extends Disposable {
  ask(question: Question): Promise<string>;
}

/** Asks on the terminal, again and again until an answer is right. An end of the input gives the opening up. */
export function terminalAsker(): Asker {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const gone = new AbortController();
  lines.once("close", () => gone.abort());
  return {
    async ask({ text, fallback, check }) {
      for (;;) {
        const shown = `${text}${fallback ? ` [${fallback}]` : ""}: `;
        const answer = await lines.question(shown, { signal: gone.signal }).catch(() => {
          throw new Problem("misuse", "Given up; nothing was made.");
        });
        const given = answer.trim() || (fallback ?? "");
        const wrong = check(given);
        if (wrong === null) return given;
        say(`  ✗ ${wrong}`);
      }
    },
    [Symbol.dispose]: () => lines.close(),
  };
}

/** Asks for whatever was not given as a flag. Every answer is checked before the next question. */
export async function askFor(given: Answers, { ask }: Asker, region: Region): Promise<Answers> {
  const answers: Record<string, string | boolean> = { ...given };
  const want = async (name: keyof Answers, question: Question) => {
    if (answers[name] !== undefined) return;
    const answer = await ask(question);
    if (answer !== "") answers[name] = answer;
  };
  await want("environment", {
    text: "Is this for the test area or for real? (rehearsal/live)",
    fallback: "rehearsal",
    check: (answer) => (["rehearsal", "live"].includes(answer) ? null : "Type rehearsal or live."),
  });
  await askSeller(want, region);
  await askKey(answers, want, region);
  await askRange(answers, want, region);
  await askReach(want);
  if (!answers.clockRight) answers.clockRight = await isClockRight(ask);
  return answers as Answers;
}

type Want = (name: keyof Answers, question: Question) => Promise<void>;

async function askSeller(want: Want, region: Region): Promise<void> {
  const seller = { businessId: "", name: "x", address: "x" };
  const fault = (change: Partial<typeof seller>, path: string) => {
    const faults = region.sellerFaults({ ...seller, ...change });
    return faults.find((one) => one.path === path)?.message ?? null;
  };
  await want("sellerId", {
    text: "統一編號 of the seller",
    check: (businessId) => fault({ businessId }, "seller.businessId"),
  });
  await want("sellerName", { text: "Name, as registered", check: (name) => fault({ name }, "seller.name") });
  await want("sellerAddress", { text: "Address, as registered", check: (address) => fault({ address }, "seller.address") });
  await want("logoLine", { text: "Line above the slip's title (empty: the name)", check: () => null });
}

async function askKey(answers: Record<string, unknown>, want: Want, region: Region): Promise<void> {
  const given = () => ({
    ...(typeof answers.qrKey === "string" && { hex: answers.qrKey }),
    ...(typeof answers.passphrase === "string" && { passphrase: answers.passphrase }),
  });
  if (answers.qrKey === undefined && answers.passphrase === undefined) {
    await want("qrKey", {
      text: "QR key, 32 hexadecimal digits (empty: give the 種子密碼 instead)",
      check: (hex) => (hex === "" ? null : refusalOf(() => readKey(region.secret, { hex }))),
    });
    if (answers.qrKey === undefined)
      await want("passphrase", {
        text: "種子密碼",
        check: (passphrase) => refusalOf(() => readKey(region.secret, { passphrase })),
      });
  }
  const hex = readKey(region.secret, given());
  await want("checkCipher", {
    text: "A cipher known to be right, NUMBER+RANDOM=CIPHER (empty: check it later)",
    check: (known) => (known === "" ? null : refusalOf(() => provenKey(region.secret, hex, known))),
  });
}

async function askRange(answers: Record<string, unknown>, want: Want, region: Region): Promise<void> {
  if (answers.noRange) return;
  await want("range", {
    text: "File of numbers as downloaded (empty: import it later)",
    check: (path) => (path === "" || existsSync(path) ? null : `There is no file ${path}.`),
  });
  if (answers.range === undefined) {
    answers.noRange = true;
    return;
  }
  await want("share", {
    text: "This till's share of the file",
    fallback: "1/1",
    check: (share) => (region.numbers.shareFromText(share) ? null : "Write 1/3 for the first of three tills."),
  });
}

async function askReach(want: Want): Promise<void> {
  await want("printer", {
    text: "Printer, like tcp://192.168.1.50:9100 (empty: none yet)",
    check: (url) => configFault(url === "" ? {} : { printers: [{ name: "front", url }] }),
  });
  await want("upstream", {
    text: "Upstream, like turnkey:///var/lib/turnkey or https://… (empty: none yet)",
    check: (upstream) => configFault(upstream === "" ? {} : { upstream }),
  });
  await want("token", {
    text: "Name of the POS's token",
    fallback: "pos",
    check: (name) => (name === "" ? "Give it a name." : null),
  });
}

async function isClockRight(ask: Asker["ask"]): Promise<boolean> {
  const answer = await ask({
    text: `This machine says it is ${timeOf(Math.floor(Date.now() / 1000))} in Taipei. Is that right? (yes/no)`,
    check: (text) => (["yes", "no"].includes(text) ? null : "Type yes or no."),
  });
  if (answer === "yes") return true;
  throw new Problem("misuse", "Set the machine's clock right first; nothing was made.", {
    hint: "Switch time synchronisation on (NTP), then run `tillseal init` again.",
  });
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
