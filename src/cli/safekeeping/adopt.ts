import { parseArgs } from "node:util";
import { silentLog } from "../../base/log.ts";
import { Problem } from "../../base/problem.ts";
import { type Adopted, type AdoptionOutlook, adoptHome, adoptionOutlook } from "../../daemon/home/adopt-home.ts";
import { pathsOf } from "../../daemon/home/home.ts";
import { numberOf } from "../../invoice/track-range.ts";
import type { Command } from "../command.ts";
import { terminalAsker } from "../init/questions.ts";
import { homeFolder } from "../installation.ts";
import { findOriginal } from "../local-till.ts";
import { realWorld } from "../real-world.ts";
import { say } from "../terminal.ts";

export const adopt: Command = {
  usage: "adopt --reason moved [--confirm ENTRY] | restored | cloned [--home DIR] [--json]",
  does: "says what happened to a home that was moved or restored, so that it may start here; no number is issued twice",
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        reason: { type: "string" },
        confirm: { type: "string" },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const folder = homeFolder(values.home);
    const reason = reasonOf(values.reason, this.usage);
    assertNoClone(folder);
    const world = realWorld({ home: folder, log: silentLog });
    const outlook = adoptionOutlook(folder, world.witness);
    const confirmed = reason === "moved" ? await confirmation(outlook, values.confirm, values.json) : null;
    const adopted = await adoptHome({ folder, pid: process.pid, reason, confirmed }, world);
    say(values.json ? JSON.stringify(adopted) : inWords(adopted, folder));
    return 0;
  },
};

function reasonOf(reason: string | undefined, usage: string): Adopted["reason"] {
  if (reason === "moved" || reason === "restored") return reason;
  if (reason?.startsWith("cloned"))
    throw new Problem("adopt-refused", "A clone beside its original would issue the same numbers twice: it is not adopted.", {
      hint: "Delete the clone and use the original. For a second till run `tillseal init` in a folder of its own and give it its share of the numbers (`ranges import FILE --share 2/2`).",
    });
  throw new Problem("misuse", "Say what happened: moved, restored or cloned.", { hint: `Usage: tillseal ${usage}` });
}

function assertNoClone(folder: string): void {
  const path = pathsOf(folder).running;
  const original = findOriginal(path);
  if (original)
    throw new Problem(
      "adopt-refused",
      `The till this home was copied from still runs: ${original.home} (process ${original.pid}).`,
      {
        hint: `Delete this copy and use the original. If process ${original.pid} is no till, remove ${path} first.`,
      },
    );
}

/** The entry a person typed after looking; null where nobody can be asked. */
async function confirmation(outlook: AdoptionOutlook, given: string | undefined, json: boolean): Promise<number | null> {
  if (given !== undefined) return Number(given);
  if (json || !process.stdin.isTTY) return null;
  const { head, lastNumber, lastIssuedAt } = outlook;
  say(
    `The newest entry of this home is ${head.seq}; the last number is ${lastNumber ?? "none"}${lastIssuedAt ? ` of ${lastIssuedAt}` : ""}.`,
  );
  say("If the till sold anything after that, anywhere, stop here and use --reason restored.");
  using asker = terminalAsker();
  return Number(
    await asker.ask({
      text: `Type ${head.seq} to confirm that this was the last thing it did`,
      check: (answer) => (answer === String(head.seq) ? null : `Type ${head.seq}, or end with Ctrl-C.`),
    }),
  );
}

function inWords({ reason, lastNumber, unaccounted, doubtfulSlips, doubtfulParcels }: Adopted, folder: string): string {
  if (reason === "moved")
    return `This machine is the home's own now; it goes on after ${lastNumber ?? "nothing"}. Start it: tillseal start --home ${folder}`;
  const spans = unaccounted.map((span) => `  ${span.period} ${numberOf(span, span.first)}–${numberOf(span, span.last)}`);
  return [
    "This machine is the home's own now. What may have been sold after the copy was made, it cannot know:",
    spans.length > 0 ? "these numbers are unaccounted and never issued here:" : "but it held no number that could have been.",
    ...spans,
    ...(doubtfulSlips > 0 ? [`${doubtfulSlips} slips that waited may be on paper already: settle them.`] : []),
    ...(doubtfulParcels > 0
      ? [`${doubtfulParcels} documents that waited may have arrived already: upstream is asked about each before it is sent.`]
      : []),
    `Start it (tillseal start --home ${folder}), import numbers the lost till never had (\`tillseal ranges import FILE\`), and settle`,
    "the others by what the platform holds (`tillseal ranges unaccounted`, `tillseal ranges settle`).",
  ].join("\n");
}
