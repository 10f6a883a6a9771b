import { existsSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { systemClock } from "../base/clock.ts";
import { Problem } from "../base/problem.ts";
import { pathsOf } from "../daemon/home/home.ts";
import type { Command } from "./command.ts";
import { playOffline } from "./demo/offline.ts";
import { demoSales } from "./demo/sales.ts";
import { demoInvoices, demoUndoings, paperOut } from "./demo/undoings.ts";
import { newHomeFolder } from "./installation.ts";
import { findLocalTill, type LocalTill, post } from "./local-till.ts";
import { startDemo } from "./start.ts";
import { say } from "./terminal.ts";

interface Answer {
  readonly id: string;
  readonly display: string;
  readonly total: number;
  readonly randomCode: string;
  readonly slip: { readonly state: string } | null;
}

export const demo: Command = {
  usage: "demo [offline] [--home DIR] [--json]",
  does: "sells one of each kind to the demo till (starting one where none runs), undoes some, and shows where the slips are; offline takes Turnkey's folder away meanwhile, brings it back and counts what arrived",
  async run(args) {
    const options = { home: { type: "string" }, json: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const offline = positionals[0] === "offline";
    if (positionals.length > (offline ? 1 : 0))
      throw new Problem("misuse", `There is no demo of "${positionals.join(" ")}".`, { hint: `Usage: tillseal ${demo.usage}` });
    const folder = newHomeFolder(values.home, true);
    const paths = pathsOf(folder);
    const local = findLocalTill(paths.running);
    const started = local ? null : await startDemo(folder);
    try {
      const till = local ?? findLocalTill(paths.running)!;
      if (offline) return await playOffline(till, folder, values.json);
      await play(till, values.json);
    } finally {
      await started?.stop();
    }
    const slips = existsSync(paths.paper) ? readdirSync(paths.paper).length : 0;
    if (!values.json) say(`\n${slips} slips are in ${paths.paper}`);
    return 0;
  },
};

async function play(till: LocalTill, json: boolean): Promise<void> {
  const run = systemClock.now().getTime().toString(36);
  const invoices = demoInvoices(run, await sellAll(till, run, json));
  if (!json) say("");
  for (const { about, run } of demoUndoings) {
    const result = await run(till, invoices);
    say(json ? JSON.stringify({ about, result }) : `${about}\n    ${result}`);
  }
  await paperOut(till, () => systemClock.sleep(250, new AbortController().signal));
}

/** One after the other, each waiting for its paper, as a cashier would. Returns the invoices' addresses. */
async function sellAll(till: LocalTill, run: string, json: boolean): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, sale] of demoSales.entries()) {
    const request = { ...sale.sale, requestId: `demo-${run}-${index + 1}` };
    const answer = await post<Answer>(till, "/v1/sales?wait=paper&timeout=15", request);
    ids.push(answer.id);
    if (json) say(JSON.stringify(answer));
    else
      say(
        `${answer.display}  NT$ ${String(answer.total).padStart(6)}  ${(answer.slip?.state ?? "paperless").padEnd(9)}  ${sale.about}`,
      );
  }
  return ids;
}
