import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import type { ImportAnswer, RangesAnswer, ReportAnswer, UnusedAnswer } from "../daemon/http/schema/ranges.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { get, type LocalTill, post, postFile, runningTill } from "./local-till.ts";
import { type SettleFlags, settle, spanOf, unaccounted } from "./ranges/doubtful.ts";
import { say } from "./terminal.ts";

export const ranges: Command = {
  usage:
    "ranges import FILE [--share k/n] [--after-restore never-held|may-be-used] | list | unaccounted | settle FIRST-LAST --as issued-elsewhere|unused --evidence TEXT [--period P] | unused PERIOD | report PERIOD [--part FILE]… [--missing k/n]… [--home DIR] [--json]",
  does: "imports the numbers of a downloaded file, lists what the till holds and what is in doubt since a restore, settles that, and says or reports what a period left unused",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        share: { type: "string", default: "1/1" },
        part: { type: "string", multiple: true, default: [] },
        missing: { type: "string", multiple: true, default: [] },
        "after-restore": { type: "string" },
        as: { type: "string" },
        evidence: { type: "string" },
        period: { type: "string" },
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

interface Flags extends SettleFlags {
  readonly share: string;
  readonly part: readonly string[];
  readonly missing: readonly string[];
  readonly "after-restore"?: string | undefined;
}

function actOf([name, what, ...more]: readonly string[], flags: Flags): Act {
  const act = more.length > 0 ? null : what === undefined ? lookNamed(name) : actNamed(name, what, flags);
  if (act) return act;
  throw new Problem("misuse", "Say what to do with the ranges.", { hint: `Usage: tillseal ${ranges.usage}` });
}

function lookNamed(name: string | undefined): Act | null {
  return name === "list" ? list : name === "unaccounted" ? unaccounted : null;
}

function actNamed(name: string | undefined, what: string, flags: Flags): Act | null {
  switch (name) {
    case "import":
      return importFile(what, flags);
    case "settle":
      return settle(what, flags);
    case "unused":
      return unused(what);
    case "report":
      return report(what, flags);
    default:
      return null;
  }
}

function importFile(path: string, { share, "after-restore": afterRestore }: Flags): Act {
  const content = contentOf(path);
  const query = new URLSearchParams({ share, name: basename(path), ...(afterRestore !== undefined && { afterRestore }) });
  return async (till) => {
    const answer = await postFile<ImportAnswer>(till, `/v1/ranges/import?${query}`, content);
    const free = answer.ranges.filter(mayIssue).reduce((sum, { left }) => sum + left, 0);
    const usable = free === 0 ? "none of them can be issued" : `${free} of them can still be issued`;
    const head = `${answer.numbers} numbers of ${answer.file.name} are here (share ${answer.share}); ${usable}:`;
    return { answer, words: [head, ...answer.ranges.map(rangeInWords)].join("\n") };
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
  const lines = answer.ranges.map((range) => `${rangeInWords(range)}, from ${range.source}`);
  return { answer, words: [outlook(answer), ...lines].join("\n") };
}

function outlook({ ranges, remaining: { numbers, lastsUntil } }: RangesAnswer): string {
  if (ranges.length === 0) return "No numbers are here yet: import a range. A demo makes itself one with its first sale.";
  if (numbers === 0) return "No number is left for this period: import a range.";
  return `${numbers} numbers are left for this period; ${lastsUntil === null ? "they outlast the period" : `at this pace until ${lastsUntil}`}.`;
}

type ListedRange = ImportAnswer["ranges"][number];

/** `closed, 95 unaccounted`: what nobody issued is left only while the range may still issue. */
function rangeInWords(range: ListedRange): string {
  const { state, left, unaccounted, issuedElsewhere } = range;
  const counts = [
    [left, mayIssue(range) ? "left" : "unused"],
    [unaccounted, "unaccounted"],
    [issuedElsewhere, "issued elsewhere"],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `  ${range.period} ${range.invoiceType} ${spanOf(range)}  ${[state, ...told].join(", ")}`;
}

function mayIssue({ state }: Pick<ListedRange, "state">): boolean {
  return state === "open" || state === "standby";
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
