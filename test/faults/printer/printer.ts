import { parseArgs } from "node:util";
import { startCallers } from "../../../bench/rig/callers.ts";
import { say } from "../../../src/cli/terminal.ts";
import { brokenPaper } from "../rig/promises.ts";
import { hasNothingToName, type Mishap, type Moment, mishaps, moments } from "./cases.ts";
import { type Ordeal, slipBytes, suffer } from "./ordeal.ts";
import { writeTable } from "./table.ts";

const longestNamingMs = 3000;
const slowestSaleMs = 50;

/** Every mishap at every moment. Exit code 0: no false word, no second original, all named in time, selling undisturbed. */
export async function faultsPrinter(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { only: { type: "string" }, write: { type: "boolean", default: false } } });
  using callers = await startCallers();
  const bytes = await slipBytes();
  say(`A slip takes ${bytes} bytes on the wire.`);
  const ordeals: Ordeal[] = [];
  for (const mishap of mishaps.filter((one) => values.only === undefined || one === values.only))
    for (const moment of Object.keys(moments) as Moment[]) {
      const ordeal = await suffer({ mishap: mishap as Mishap, moment }, bytes, callers);
      ordeals.push(ordeal);
      say(inWords(ordeal));
    }
  if (values.write) writeTable(ordeals);
  const failures = ordeals.flatMap((ordeal) =>
    demands(ordeal).map((failure) => `${ordeal.mishap}, ${ordeal.moment}: ${failure}`),
  );
  for (const failure of failures) say(`BROKEN  ${failure}`);
  const awake = controlIsNoticed();
  if (!awake) say("ASLEEP  a false confirmation and a second original were not noticed");
  say(failures.length === 0 && awake ? "\nEvery demand was met, and the control was noticed." : "\nFAILED");
  return failures.length === 0 && awake ? 0 : 1;
}

function demands({ mishap, moment, named, broken, sellingP99Ms }: Ordeal): string[] {
  const failures = [...broken];
  const named3s = named !== null && named.ms <= longestNamingMs;
  if (!named3s && !hasNothingToName(mishap, moment))
    failures.push(named ? `named only after ${named.ms.toFixed(0)} ms` : "never named");
  if (sellingP99Ms > slowestSaleMs) failures.push(`selling took ${sellingP99Ms.toFixed(0)} ms at p99`);
  return failures;
}

function inWords({ mishap, moment, during, after, named, onPaper, broken, sellingP99Ms }: Ordeal): string {
  const word = named ? `"${named.as}" in ${named.ms.toFixed(0)} ms` : "nothing to name";
  const paper = onPaper ? "on paper" : "not on paper";
  return `${mishap}, ${moment}: ${during} → ${after}, ${paper}, ${word}, selling p99 ${sellingP99Ms.toFixed(1)} ms${broken.length > 0 ? `, ${broken.join("; ")}` : ""}`;
}

/** The negative control: a slip said to be printed that is not on paper, and one that is there twice. */
function controlIsNoticed(): boolean {
  const invoice = { id: 1, period: "p", number: "n", randomCode: "r", barCode: "bar", hash: "h", requestId: "q" };
  const book = {
    invoices: [invoice],
    slips: [{ id: 1, invoiceId: 1, copy: 0, state: "printed", reason: null }],
    ranges: [],
    damage: [],
  };
  return (
    brokenPaper([], book).length === 1 &&
    brokenPaper(["bar", "bar"], book).length === 1 &&
    brokenPaper(["bar"], book).length === 0
  );
}
