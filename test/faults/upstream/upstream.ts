import { parseArgs } from "node:util";
import { say } from "../../../src/cli/terminal.ts";
import { drainDying } from "./drain-dying.ts";
import { drainKilled } from "./drain-killed.ts";
import { drainMany } from "./drain-many.ts";

/** Drains many invoices through a Turnkey that misbehaves, then again while both sides die at the disk, then while both processes are killed. Exit code 0: nothing was broken. */
export async function faultsUpstream(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      invoices: { type: "string", default: "50000" },
      deaths: { type: "string", default: "200" },
      kills: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
    },
  });
  const broken = [
    ...(await drainMany(Number(values.invoices))),
    ...(await drainDying(Number(values.deaths), Number(values.seed))),
    ...(await drainKilled(Number(values.kills), Number(values.seed))),
  ];
  for (const line of broken.slice(0, 20)) say(`BROKEN  ${line}`);
  say(broken.length === 0 ? "\nEvery promise was kept, and every control was noticed." : "\nFAILED");
  return broken.length === 0 ? 0 : 1;
}
