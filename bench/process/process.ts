import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { say } from "../../src/cli/terminal.ts";
import { aFolder, startBuiltTill } from "../rig/built-till.ts";
import { startCallers } from "../rig/callers.ts";
import { median, quantile, short } from "../rig/figures.ts";
import { judge, type Target } from "../rig/target.ts";
import { installSize } from "./install-size.ts";
import { residentMb } from "./memory.ts";

const starts = 9;
const idleMs = 3000;

/** How soon the till is ready, what it weighs in memory and on disk. */
export async function benchProcess(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { sales: { type: "string", default: "20000" } } });
  using folder = aFolder();
  const born = await readyTime("a new home", () => aFolder());
  const memory = await memoryAfter(Number(values.sales), folder.path);
  const back = await readyTime(`a home with ${values.sales} sales`, () => ({ path: folder.path, [Symbol.dispose]: () => {} }));
  const { mb, packages, directDependencies } = installSize();
  say(`Installed for production: ${short(mb)} MB in ${packages} packages, ${directDependencies} direct dependencies`);
  return judge([
    born,
    back,
    ...memory,
    { what: "production install", seen: mb, unit: "MB", bound: { atMost: 200 } },
    { what: "direct runtime dependencies", seen: directDependencies, unit: "", bound: { atMost: 30 } },
  ]);
}

async function readyTime(what: string, home: () => { path: string } & Disposable): Promise<Target> {
  const times: number[] = [];
  for (let start = 0; start < starts; start++) {
    using folder = home();
    await using till = await startBuiltTill({ home: folder.path });
    times.push(till.readyMs);
    await till.stop();
  }
  say(`Ready with ${what}: median ${short(median(times))} ms, slowest of ${starts} ${short(quantile(times, 1))} ms`);
  return { what: `ready, ${what}`, seen: median(times), unit: "ms", bound: { atMost: 1000 } };
}

async function memoryAfter(sales: number, home: string): Promise<Target[]> {
  using callers = await startCallers();
  await using till = await startBuiltTill({ home });
  await pause(idleMs);
  const atStart = residentMb(till.pid);
  for (let sold = 0; sold < sales; sold += 5000) {
    await callers.post({ door: till, callers: 8, sales: Math.min(5000, sales - sold) });
    say(`${Math.min(sold + 5000, sales)} sales: ${short(residentMb(till.pid) ?? Number.NaN)} MB`);
  }
  await pause(idleMs);
  const after = residentMb(till.pid);
  await till.stop();
  if (atStart === null || after === null) return [];
  say(`Resident, children included: ${short(atStart)} MB at start, ${short(after)} MB after ${sales} sales`);
  return [{ what: `resident after ${sales} sales`, seen: after, unit: "MB", bound: { atMost: 130 } }];
}
