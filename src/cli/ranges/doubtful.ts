import { Problem } from "../../base/problem.ts";
import type { UnaccountedAnswer } from "../../daemon/http/schema/ranges.ts";
import { numberOf } from "../../invoice/track-range.ts";
import { get, type LocalTill, post } from "../local-till.ts";

interface Told {
  readonly answer: object;
  readonly words: string;
}

/** What is in doubt since a restore, and what became known of it. */
export async function unaccounted(till: LocalTill): Promise<Told> {
  const answer = await get<UnaccountedAnswer>(till, "/v1/ranges/unaccounted");
  const lines = answer.spans.map(
    (span) => `  ${span.period} ${span.invoiceType} ${spanOf(span)}  ${span.state}${span.evidence ? `: ${span.evidence}` : ""}`,
  );
  const head =
    answer.numbers > 0
      ? `${answer.numbers} numbers are unaccounted: the till that was lost may have issued them after the copy was made. Settle them by what the platform holds: tillseal ranges settle FIRST-LAST --as issued-elsewhere|unused --evidence TEXT`
      : "No number is unaccounted.";
  return { answer, words: [head, ...lines].join("\n") };
}

export interface SettleFlags {
  readonly as?: string | undefined;
  readonly evidence?: string | undefined;
  readonly period?: string | undefined;
}

type NumberSpan = Pick<UnaccountedAnswer["spans"][number], "track" | "first" | "last">;

/** Says what became of numbers in doubt; null where it is not said as it is meant. */
export function settle(numbers: string, flags: SettleFlags): ((till: LocalTill) => Promise<Told>) | null {
  const span = spanFrom(numbers);
  const { as, evidence = "" } = flags;
  if (span === null || (as !== "issued-elsewhere" && as !== "unused") || evidence.trim() === "") return null;
  return async (till) => {
    const period = flags.period ?? (await periodOf(till, span));
    const answer = await post<UnaccountedAnswer>(till, "/v1/ranges/unaccounted/settle", { period, ...span, as, evidence });
    const left = answer.numbers > 0 ? `${answer.numbers} numbers are still unaccounted.` : "No number is unaccounted any more.";
    return { answer, words: `${spanOf(span)} of ${period} are settled as ${as}. ${left}` };
  };
}

/** Letters come again after some years; which period is meant shows from what is in doubt. */
async function periodOf(till: LocalTill, span: NumberSpan): Promise<string> {
  const { spans } = await get<UnaccountedAnswer>(till, "/v1/ranges/unaccounted");
  const touched = spans.filter(({ track, first, last }) => track === span.track && first <= span.last && last >= span.first);
  const periods = [...new Set(touched.map(({ period }) => period))];
  if (periods.length === 1) return periods[0]!;
  if (periods.length > 1)
    throw new Problem("misuse", `${spanOf(span)} are in doubt in ${periods.join(" and ")}.`, {
      hint: "Say which with --period.",
    });
  throw new Problem("not-unaccounted", `No number of ${spanOf(span)} is unaccounted.`, {
    hint: "`tillseal ranges unaccounted` lists what is in doubt.",
  });
}

/** `KD12345605-KD12345607`, the dash also as it is printed, or one number alone. */
function spanFrom(text: string): NumberSpan | null {
  const [, track, first, lastTrack = track, last = first] = /^([A-Z]{2})(\d{8})(?:[-–]([A-Z]{2})(\d{8}))?$/.exec(text) ?? [];
  if (track === undefined || lastTrack !== track) return null;
  return { track, first: Number(first), last: Number(last) };
}

export function spanOf({ track, first, last }: NumberSpan): string {
  return `${numberOf({ track }, first)}–${numberOf({ track }, last)}`;
}
