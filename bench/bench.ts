import { complain } from "../src/cli/terminal.ts";
import { benchGrowth } from "./growth/growth.ts";
import { benchIssue } from "./issue/issue.ts";
import { benchPrint } from "./print/print.ts";
import { benchProcess } from "./process/process.ts";

/** Every bench, each printing its figures beside the targets of docs/performance.md. Add a line to add one. */
const benches: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  growth: benchGrowth,
  issue: benchIssue,
  print: benchPrint,
  process: benchProcess,
};

const [name = "", ...args] = process.argv.slice(2);
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (!bench) complain(`Usage: npm run bench ${Object.keys(benches).join("|")}`);
process.exit(bench ? await bench(args) : 2);
