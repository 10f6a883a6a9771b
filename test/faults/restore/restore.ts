import { parseArgs } from "node:util";
import { aFolder } from "../../../bench/rig/built-till.ts";
import { say } from "../../../src/cli/terminal.ts";
import { chanceOf } from "../rig/chance.ts";
import { loseMachines } from "./lost-machines.ts";

/** Loses many machines, each replaced from a copy made under load. Exit code 0: nothing was broken. */
export async function faultsRestore(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: "string", default: "50" }, seed: { type: "string", default: "1" } },
  });
  using folder = aFolder();
  const rounds = Number(values.rounds);
  const { sold, broken, settledByUpstream, settledByPeople } = await loseMachines({
    rounds,
    folder: folder.path,
    chance: chanceOf(Number(values.seed)),
    hear: say,
  });
  say(
    `${rounds} machines lost. ${sold.length} sales answered; ${settledByUpstream} numbers settled by upstream, ${settledByPeople} by people.`,
  );
  for (const line of broken) say(`BROKEN  ${line}`);
  say(broken.length === 0 ? "No number was issued twice, and none was lost sight of." : "FAILED");
  return broken.length === 0 ? 0 : 1;
}
