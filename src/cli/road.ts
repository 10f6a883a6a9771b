import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import type { RoadAnswer } from "../daemon/http/schema/opening.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { get, type LocalTill, post } from "./local-till.ts";
import { onTill } from "./on-till.ts";
import { say } from "./terminal.ts";

export const road: Command = {
  usage:
    "road [done STEP --evidence T [--date YYYY-MM-DD] | skip STEP --evidence WHY | way turnkey|provider|head-office] [--home DIR] [--json]",
  does: "shows the road to going live, step by step, and writes down what was done and what shows it",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        evidence: { type: "string" },
        date: { type: "string" },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const act = actOf(positionals, values);
    const answer = await onTill(homeFolder(values.home), act);
    say(values.json ? JSON.stringify(answer) : inWords(answer));
    return 0;
  },
};

interface Flags {
  readonly evidence?: string | undefined;
  readonly date?: string | undefined;
}

function actOf([what, name, ...more]: readonly string[], { evidence, date }: Flags): (till: LocalTill) => Promise<RoadAnswer> {
  const dated = date === undefined ? {} : { date };
  if (what === undefined) return (till) => get(till, "/v1/road");
  if (more.length === 0 && name !== undefined) {
    if (what === "way") return mark("way", { state: "done", evidence: name, ...dated });
    if (what === "done" && evidence) return mark(name, { state: "done", evidence, ...dated });
    if (what === "skip" && evidence) return mark(name, { state: "not-needed", evidence, ...dated });
  }
  throw new Problem("misuse", "Say which step, and what shows that it is done.", { hint: `Usage: tillseal ${road.usage}` });
}

function mark(step: string, body: object): (till: LocalTill) => Promise<RoadAnswer> {
  return (till) => post(till, `/v1/road/${encodeURIComponent(step)}`, body);
}

const marks = { done: "✓", todo: "·", "not-needed": "–" } as const;

function inWords({ steps }: RoadAnswer): string {
  const left = steps.filter(({ state }) => state === "todo").length;
  const lines = steps.flatMap(({ id, title, how, papers, state, evidence, date }) => [
    `${marks[state]} ${id.padEnd(18)} ${title.local}  ${title.english}${date ? `  ${date}` : ""}`,
    ...(state === "todo" ? [`    ${how}`, ...papers.map((paper) => `      □ ${paper}`)] : []),
    ...(evidence && state !== "todo" ? [`    ${evidence}`] : []),
  ]);
  return [...lines, "", left === 0 ? "Every step is done." : `${left} of ${steps.length} steps are still to do.`].join("\n");
}
