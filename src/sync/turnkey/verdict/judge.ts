import { twMessages } from "../../../regions/tw/messages/tw-messages.ts";
import { fateOfCode } from "../../fate-of-code.ts";
import type { Fate } from "../../upstream.ts";
import type { Holding, Sought } from "../census.ts";
import { stampOf } from "../disk/files-by-day.ts";
import { type Results, successCode, type Verdict } from "./results.ts";

/** What is known of one document: its files, and what results said since its last hand-over. */
export interface Evidence {
  readonly sought: Sought;
  readonly holding: Holding;
  readonly results: Results;
  readonly nowMs: number;
  /** Whether upstream's copy, as far as the folders hold one, equals ours. Asked only where a result says duplicate. */
  same(): Promise<boolean | null>;
  /** The code in a log beside a refused file. */
  codeOfRefusal(path: string): Promise<string | null>;
}

/** B2C發票重覆開立 (spec/taiwan.md 7.5). */
const issuedBefore = "E1003";
/** A package's clock may be that of another machine. */
const skewMs = 120_000;
/** How long a failure without a code waits for the file that explains it. */
const explainedWithinMs = 3_600_000;

/** What became of a document that has a file or a result; null where neither is to be found. */
export async function fateFrom(evidence: Evidence): Promise<Fate | null> {
  const { newest } = evidence.holding;
  const said = verdictsFor(evidence);
  if (said.length > 0) return await spoken(evidence, said);
  if (newest?.place === "refused") return refused(await evidence.codeOfRefusal(newest.path));
  if (newest === null) return null;
  return channelTrouble(evidence)?.fate ?? { result: "pending" };
}

/** What was said of a document since its last hand-over, oldest first. */
export function verdictsFor(evidence: Evidence): readonly Verdict[] {
  const { sought, holding, results } = evidence;
  const { parcel, document } = sought;
  const born = stampOf((parcel.createdAt - 86_400) * 1000);
  const handedOver = holding.newest?.handover.after ?? "";
  const renewed = renewedAt(evidence);
  return results
    .of(parcel.message, document.reference, renewed > handedOver ? renewed : handedOver)
    .filter(({ stamp, date }) => stamp > born && (date === "" || document.dates.size === 0 || document.dates.has(date)));
}

/**
 * When the number began anew: with its withdrawal, or for a withdrawal with the issue before it. What was said earlier is about an
 * earlier revision of the number, of which the very same words are said. Empty where it is the first.
 */
function renewedAt({ sought: { parcel, document }, results }: Evidence): string {
  if (document.invoice === "") return "";
  const other = parcel.message === "F0701" ? "F0401" : "F0701";
  return results.of(other, document.invoice, "").findLast(({ code }) => code === successCode)?.stamp ?? "";
}

/** A code about the whole package, that the way itself is wrong: it names no document, so it is about all that were under way. */
export function channelTrouble({ sought, holding, results }: Evidence): { readonly fate: Fate; readonly stamp: string } | null {
  const { parcel } = sought;
  const after = holding.newest?.handover.after ?? "";
  const handedOver = stampOf((parcel.sentAt ?? parcel.createdAt) * 1000 - skewMs);
  for (const { code, stamp } of results.ofPackages(parcel.message, after > handedOver ? after : handedOver)) {
    const fate = code === null ? null : fateOfCode(code, twMessages.meaning(code), { same: null, own: false });
    if (fate?.result === "channel" || fate?.result === "again") return { fate, stamp };
  }
  return null;
}

/** Once accepted it is there, whatever doubled or belated answers say; else the newest code decides. */
async function spoken(evidence: Evidence, said: readonly Verdict[]): Promise<Fate> {
  if (said.some(({ code }) => code === successCode)) return { result: "accepted" };
  const code = said.findLast((verdict) => verdict.code !== null)?.code;
  if (code === undefined || code === null) return unexplained(evidence, said[0]!);
  const meaning = twMessages.meaning(code);
  const same = meaning?.handling === "compare" || meaning?.handling === "own-cancel" ? await sameBefore(evidence, code) : null;
  return fateOfCode(code, meaning, { same, own: evidence.sought.parcel.message === "F0501" && same === true });
}

/**
 * Whether what upstream had before is what was sent now. "Issued before" may be another machine's invoice under the same number: the file
 * just answered proves nothing, only one of an earlier hand-over does. "Sent before" is about the message itself.
 */
async function sameBefore({ holding: { newest, strangers }, same }: Evidence, code: string): Promise<boolean | null> {
  const held = await same();
  if (held !== true || code !== issuedBefore) return held;
  return strangers.length > 0 || (newest !== null && newest.handover.nth > 1) ? true : null;
}

function unexplained({ nowMs }: Evidence, { stamp }: Verdict): Fate {
  if (stamp > stampOf(nowMs - explainedWithinMs)) return { result: "pending" };
  return {
    result: "rejected",
    code: "failed",
    reason: "The platform counts it among the failed and gives no code. Turnkey's event log may have one (TURNKEY_SYSEVENT_LOG).",
  };
}

/** Nothing else tells the shop of a file in ERR, so it counts as refused even without a reason. */
function refused(code: string | null): Fate {
  if (code !== null) {
    const fate = fateOfCode(code, twMessages.meaning(code), { same: null, own: false });
    if (fate.result !== "pending" && fate.result !== "accepted") return fate;
  }
  return {
    result: "rejected",
    code: code ?? "ERR",
    reason: "Turnkey put the file into ERR and did not send it. Its own log says why; mend that, then send it again.",
  };
}
