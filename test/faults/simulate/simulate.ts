import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { say } from "../../../src/cli/terminal.ts";
import type { Share, Told } from "./worker.ts";

const worker = fileURLToPath(new URL("./worker.ts", import.meta.url));
const tellEveryMs = 30_000;

/** Many seeds of the way upstream, side by side in processes of their own. Exit code 0: no promise was broken. */
export async function faultsSimulate(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: "string", default: "10000" },
      from: { type: "string", default: "1" },
      sales: { type: "string", default: "50" },
      workers: { type: "string", default: "2" },
    },
  });
  const [seeds, from, sales, workers] = [+values.seeds, +values.from, +values.sales, +values.workers];
  const began = performance.now();
  const sum = { seeds: 0, sales: 0, broken: 0 };
  const pace = () => `${(sum.seeds / ((performance.now() - began) / 1000)).toFixed(1)} seeds a second`;
  const ticking = setInterval(() => say(`  ${sum.seeds} of ${seeds} seeds, ${sum.sales} sales, ${pace()}`), tellEveryMs);
  const hear = ({ seed, sales: sold, broken, story }: Told) => {
    Object.assign(sum, { seeds: sum.seeds + 1, sales: sum.sales + sold, broken: sum.broken + Math.sign(broken.length) });
    for (const sentence of broken.slice(0, 5)) say(`BROKEN  seed ${seed}: ${sentence}`);
    if (broken.length > 0 && sum.broken === 1) for (const line of story) say(`        ${line}`);
  };
  const shares = Array.from({ length: workers }, (_, nth) => ({ from: from + nth, seeds: seeds - nth, step: workers, sales }));
  const ends = await Promise.all(shares.map((share) => run(share, hear)));
  clearInterval(ticking);
  const died = ends.filter((code) => code !== 0).length;
  say(`${sum.seeds} seeds, ${sum.sales} sales, ${Math.round((performance.now() - began) / 1000)} s, ${pace()}.`);
  say(sum.broken + died === 0 ? "No promise was broken." : `FAILED: ${sum.broken} seeds broke something, ${died} workers died.`);
  return sum.broken + died === 0 ? 0 : 1;
}

function run(share: Share, hear: (told: Told) => void): Promise<number | null> {
  const child = fork(worker, { execArgv: process.execArgv });
  child.on("message", (told) => hear(told as Told));
  child.send(share);
  return new Promise((resolve) => child.on("exit", resolve));
}
