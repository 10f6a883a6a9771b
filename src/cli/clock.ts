import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { post } from "./local-till.ts";
import { onTill } from "./on-till.ts";
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
    const reason = values.reason.trim();
    const { standby } = await onTill(homeFolder(values.home), (till) =>
      post<{ standby: number }>(till, "/v1/admin/clock/accept", { reason }),
    );
    say(values.json ? JSON.stringify({ standby }) : inWords(standby));
    return 0;
  },
};

function inWords(standby: number): string {
  return standby === 0
    ? "The clock is accepted; the till goes on."
    : `The clock is accepted. ${standby} range(s) issued later than now and wait until the clock has passed them.`;
}
