import { parseArgs } from "node:util";
import { pathsOf } from "../daemon/home/home.ts";
import { acceptClock } from "../daemon/operations/accept-clock.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { findLocalTill, post } from "./local-till.ts";
import { openLog } from "./real-world.ts";
import { startTill } from "./running-till.ts";
import { complain, say } from "./terminal.ts";

export const clock: Command = {
  usage: "clock accept --reason WHY [--home DIR] [--json]",
  does: "goes on after clock-jumped: says that the machine's clock is right now; journalled",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { reason: { type: "string" }, home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    if (positionals[0] !== "accept" || !values.reason?.trim()) {
      complain(`Usage: tillseal ${this.usage}`);
      return 2;
    }
    const { standby } = await accept(homeFolder(values.home, true), values.reason.trim());
    say(values.json ? JSON.stringify({ standby }) : inWords(standby));
    return 0;
  },
};

/** Through the running till; without one, by holding the home for the moment it takes. */
async function accept(folder: string, reason: string): Promise<{ readonly standby: number }> {
  const local = findLocalTill(pathsOf(folder).running);
  if (local) return post(local, "/v1/admin/clock/accept", { reason });
  const till = await startTill({ folder, demo: false, port: 0, log: openLog(null) });
  try {
    return await acceptClock(till.till.shop, { reason, by: "command line", key: undefined });
  } finally {
    await till.stop();
  }
}

function inWords(standby: number): string {
  return standby === 0
    ? "The clock is accepted; the till goes on."
    : `The clock is accepted. ${standby} range(s) issued later than now and wait until the clock has passed them.`;
}
