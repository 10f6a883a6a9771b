import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { get, type LocalTill, post } from "./local-till.ts";
import { onTill } from "./on-till.ts";
import { say } from "./terminal.ts";

interface Named {
  readonly name: string;
  readonly scope: string;
}

export const token: Command = {
  usage: "token add NAME --scope sell|read|operate|admin | list | remove NAME [--home DIR] [--json]",
  does: "says which programs may knock, and what for; a token's secret is shown once",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { scope: { type: "string" }, home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const act = actOf(positionals, values.scope);
    const { answer, words } = await onTill(homeFolder(values.home), act);
    say(values.json ? JSON.stringify(answer) : words);
    return 0;
  },
};

type Act = (till: LocalTill) => Promise<{ readonly answer: object; readonly words: string }>;

function actOf([what, name, ...more]: readonly string[], scope: string | undefined): Act {
  if (more.length === 0) {
    if (what === "add" && name !== undefined && scope !== undefined) return add(name, scope);
    if (what === "list" && name === undefined) return list;
    if (what === "remove" && name !== undefined) return remove(name);
  }
  throw new Problem("misuse", "Say what to do with the tokens.", { hint: `Usage: tillseal ${token.usage}` });
}

function add(name: string, scope: string): Act {
  return async (till) => {
    const answer = await post<Named & { token: string }>(till, "/v1/admin/tokens", { name, scope });
    return {
      answer,
      words: `${answer.name} (${answer.scope}): ${answer.token}\nIt is shown this once and kept only as its hash.`,
    };
  };
}

async function list(till: LocalTill) {
  const answer = await get<{ tokens: (Named & { createdAt: string })[] }>(till, "/v1/admin/tokens");
  const lines = answer.tokens.map(({ name, scope, createdAt }) => `  ${name.padEnd(24)} ${scope.padEnd(8)} since ${createdAt}`);
  return {
    answer,
    words: lines.length === 0 ? "No program may knock yet: `tillseal token add NAME --scope sell`." : lines.join("\n"),
  };
}

function remove(name: string): Act {
  return async (till) => {
    const answer = await post<{ removed: string }>(till, `/v1/admin/tokens/${encodeURIComponent(name)}/remove`, {});
    return { answer, words: `${answer.removed} may knock no more.` };
  };
}
