import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { get, type LocalTill, post } from "./local-till.ts";
import { onTill } from "./on-till.ts";
import { say } from "./terminal.ts";

interface Operator {
  readonly name: string;
  readonly role: string;
  readonly pin: string | null;
}

export const operator: Command = {
  usage:
    "operator add NAME --role cashier|manager|auditor [--pin N] | list | pin NAME [--pin N] | remove NAME [--home DIR] [--json]",
  does: "says who signs in with a PIN and in which role; a PIN the till makes is shown once",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: "string" },
        pin: { type: "string" },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const act = actOf(positionals, values);
    const { answer, words } = await onTill(homeFolder(values.home), act);
    say(values.json ? JSON.stringify(answer) : words);
    return 0;
  },
};

type Act = (till: LocalTill) => Promise<{ readonly answer: object; readonly words: string }>;

interface Flags {
  readonly role?: string | undefined;
  readonly pin?: string | undefined;
}

function actOf([what, name, ...more]: readonly string[], { role, pin }: Flags): Act {
  const said = pin === undefined ? {} : { pin };
  if (more.length === 0) {
    if (what === "list" && name === undefined) return list;
    if (what === "add" && name !== undefined && role !== undefined) return add({ name, role, ...said });
    if (what === "pin" && name !== undefined) return changePin(name, said);
    if (what === "remove" && name !== undefined) return remove(name);
  }
  throw new Problem("misuse", "Say what to do with the operators.", { hint: `Usage: tillseal ${operator.usage}` });
}

function add(body: object): Act {
  return async (till) => {
    const answer = await post<Operator>(till, "/v1/admin/operators", body);
    return { answer, words: `${answer.name} signs in as ${answer.role}${pinWords(answer)}` };
  };
}

function changePin(name: string, body: object): Act {
  return async (till) => {
    const answer = await post<Operator>(till, `/v1/admin/operators/${encodeURIComponent(name)}/pin`, body);
    return { answer, words: `${answer.name} has another PIN${pinWords(answer)}` };
  };
}

function pinWords({ pin }: Operator): string {
  return pin === null ? "." : `: ${pin}\nIt is shown this once.`;
}

async function list(till: LocalTill) {
  const answer = await get<{ operators: (Operator & { lockedUntil: string | null })[] }>(till, "/v1/admin/operators");
  const lines = answer.operators.map(
    ({ name, role, lockedUntil }) => `  ${name.padEnd(24)} ${role}${lockedUntil ? `, locked until ${lockedUntil}` : ""}`,
  );
  return {
    answer,
    words: lines.length === 0 ? "Nobody signs in yet: `tillseal operator add NAME --role cashier`." : lines.join("\n"),
  };
}

function remove(name: string): Act {
  return async (till) => {
    const answer = await post<{ removed: string }>(till, `/v1/admin/operators/${encodeURIComponent(name)}/remove`, {});
    return { answer, words: `${answer.removed} signs in no more.` };
  };
}
