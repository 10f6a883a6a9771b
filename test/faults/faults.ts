import { complain } from "../../src/cli/terminal.ts";
import { faultsKill } from "./kill/kill.ts";
import { faultsPower } from "./power/power.ts";
import { faultsPrinter } from "./printer/printer.ts";
import { faultsRestore } from "./restore/restore.ts";
import { faultsSimulate } from "./simulate/simulate.ts";
import { faultsUpstream } from "./upstream/upstream.ts";

/** Every torture, each ending with a verdict in words. Add a line to add one. */
const tortures: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  kill: faultsKill,
  power: faultsPower,
  printer: faultsPrinter,
  restore: faultsRestore,
  simulate: faultsSimulate,
  upstream: faultsUpstream,
};

const [name = "", ...args] = process.argv.slice(2);
const torture = Object.hasOwn(tortures, name) ? tortures[name] : undefined;
if (!torture) complain(`Usage: npm run faults ${Object.keys(tortures).join("|")}`);
process.exit(torture ? await torture(args) : 2);
