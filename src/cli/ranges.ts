import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import { pathsOf } from "../daemon/home/home.ts";
import type { ImportAnswer, RangesAnswer, ReportAnswer, UnaccountedAnswer, UnusedAnswer } from "../daemon/http/schema/ranges.ts";
import { numberOf } from "../invoice/track-range.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { findLocalTill, get, type LocalTill, post, postFile } from "./local-till.ts";
import { say } from "./terminal.ts";

export const ranges: Command = {
  usage:
    "ranges import FILE [--share k/n] [--after-restore never-held|may-be-used] | list | unaccounted | unused PERIOD | report PERIOD [--part FILE]… [--missing k/n]… [--home DIR] [--json]",
  does: "imports the numbers of a downloaded file, lists what the till holds and what is in doubt since a restore, and says or reports what a period left unused",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        share: { type: "string", default: "1/1" },
        part: { type: "string", multiple: true, default: [] },
        missing: { type: "string", multiple: true, default: [] },
        "after-restore": { type: "string" },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const act = actOf(positionals, values);
    const { answer, words } = await act(runningTill(homeFolder(values.home)));
    say(values.json ? JSON.stringify(answer) : words);
    return 0;
  },
};

interface Told {
  readonly answer: object;
  readonly words: string;
}

type Act = (till: LocalTill) => Promise<Told>;

interface Flags {
  readonly share: string;
  readonly part: readonly string[];
  readonly missing: readonly string[];
  readonly "after-restore"?: string | undefined;
}

function actOf([name, what, ...more]: readonly string[], flags: Flags): Act {
  if (more.length === 0) {
    if (name === "import" && what !== undefined) return importFile(what, flags);
    if (name === "list" && what === undefined) return list;
    if (name === "unaccounted" && what === undefined) return unaccounted;
    if (name === "unused" && what !== undefined) return unused(what);
    if (name === "report" && what !== undefined) return report(what, flags);
  }
  throw new Problem("misuse", "Say what to do with the ranges.", { hint: `Usage: tillseal ${ranges.usage}` });
}

function runningTill(folder: string): LocalTill {
  const till = findLocalTill(pathsOf(folder).running);
  if (till) return till;
  throw new Problem("till-not-running", `No till is running for the home ${folder}.`, {
    hint: `Start it with \`tillseal start --home ${folder}\`, then repeat this in another window.`,
  });
}

function importFile(path: string, { share, "after-restore": afterRestore }: Flags): Act {
  const content = contentOf(path);
  const query = new URLSearchParams({ share, name: basename(path), ...(afterRestore !== undefined && { afterRestore }) });
  return async (till) => {
    const answer = await postFile<ImportAnswer>(till, `/v1/ranges/import?${query}`, content);
    const head = `${answer.numbers} numbers of ${answer.file.name} are here (share ${answer.share}):`;
    return {
      answer,
      words: [head, ...answer.ranges.map((range) => `  ${range.period} ${range.invoiceType} ${spanOf(range)}`)].join("\n"),
    };
  };
}

function contentOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Problem("misuse", `The file ${path} cannot be read.`, { hint: "Name the file as it was downloaded.", cause });
  }
}

async function list(till: LocalTill): Promise<Told> {
  const answer = await get<RangesAnswer>(till, "/v1/ranges");
  const { numbers, lastsUntil } = answer.remaining;
  const lines = answer.ranges.map(
    (range) =>
      `  ${range.period} ${range.invoiceType} ${spanOf(range)}  ${range.state}, ${range.left} left, from ${range.source}`,
  );
  const outlook = lastsUntil === null ? "they outlast the period" : `at this pace until ${lastsUntil}`;
  return { answer, words: [`${numbers} numbers are left for this period; ${outlook}.`, ...lines].join("\n") };
}

async function unaccounted(till: LocalTill): Promise<Told> {
  const answer = await get<UnaccountedAnswer>(till, "/v1/ranges/unaccounted");
  const lines = answer.spans.map(
    (span) => `  ${span.period} ${span.invoiceType} ${spanOf(span)}  ${span.state}${span.evidence ? `: ${span.evidence}` : ""}`,
  );
  const head =
    answer.numbers > 0
      ? `${answer.numbers} numbers are unaccounted: the till that was lost may have issued them after the copy was made. Settle them by what the platform holds.`
      : "No number is unaccounted.";
  return { answer, words: [head, ...lines].join("\n") };
}

function unused(period: string): Act {
  return async (till) => {
    const answer = await get<UnusedAnswer>(till, `/v1/ranges/unused?${new URLSearchParams({ period })}`);
    const lines = answer.reports.flatMap(({ items, track, invoiceType }) =>
      items.map((item) => `  ${answer.period} ${invoiceType} ${spanOf({ track, ...item })}`),
    );
    return { answer, words: [`${answer.numbers} numbers are unused; report them by ${answer.dueAt}.`, ...lines].join("\n") };
  };
}

/** The other tills' parts are what `ranges unused PERIOD --json` said there; a file's name names its till. */
function report(period: string, { part, missing }: Flags): Act {
  const parts = part.map((path) => ({ till: basename(path, extname(path)), ...partIn(path) }));
  return async (till) => {
    const answer = await post<ReportAnswer>(till, "/v1/ranges/unused", { period, parts, missing });
    const lines = answer.reports.map(
      ({ message, invoiceType, track, items }) =>
        `  ${message} ${answer.period} ${invoiceType} ${items.map((item) => spanOf({ track, ...item })).join(", ")}`,
    );
    const head = `${answer.numbers} unused numbers of ${answer.period} are joined in ${answer.reports.length} messages, due by ${answer.dueAt}.`;
    const lost = answer.missing.length > 0 ? [`  Not told of: share ${answer.missing.join(", ")}.`] : [];
    return { answer, words: [head, ...lines, ...lost].join("\n") };
  };
}

function partIn(path: string): object {
  try {
    return JSON.parse(new TextDecoder().decode(contentOf(path)));
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem("misuse", `The file ${path} is not JSON.`, {
      hint: "Make it on the other till with `tillseal ranges unused PERIOD --json > part.json`.",
      cause,
    });
  }
}

function spanOf({ track, first, last }: { readonly track: string; readonly first: number; readonly last: number }): string {
  return `${numberOf({ track }, first)}–${numberOf({ track }, last)}`;
}
