import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { type LocalTill, post } from "./local-till.ts";
import { onTill } from "./on-till.ts";
import { say } from "./terminal.ts";

export const upstream: Command = {
  usage: "upstream enrol CODE [--home DIR] [--json]",
  does: "makes this till known to the hub its documents go to, with the one-time code from head office",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [act, code, ...rest] = positionals;
    if (act !== "enrol" || code === undefined || rest.length > 0)
      throw new Problem("misuse", "Say `enrol` and the code.", { hint: `Usage: tillseal ${this.usage}` });
    const enrol = (till: LocalTill) => post<Enrolled>(till, "/v1/admin/upstream/enrol", { code });
    const enrolled = await onTill(homeFolder(values.home), enrol, "upstream");
    say(values.json ? JSON.stringify(enrolled) : inWords(enrolled));
    return 0;
  },
};

interface Enrolled {
  readonly hub: string;
  readonly address: string;
  readonly till: string;
}

function inWords({ hub, address, till }: Enrolled): string {
  return `${hub} (${address}) knows this till now, by its key ${till}. Documents go and numbers come within a minute, while the till runs.`;
}
