import { refuse } from "../../../invoice/problems.ts";
import { seenOnly } from "../../../regions/road.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import type { RoadState } from "./read-road.ts";

export interface RoadMark {
  readonly step: string;
  readonly state: RoadState;
  /** What shows it: a paper's number, a person's word. For the step `way` the way itself. */
  readonly evidence: string;
  /** The day it was done, local; today when nothing is said. */
  readonly date?: string;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/**
 * Writes down how far a step of the road has come, with its evidence. Journalled. Throws `not-found` for a step there is not,
 * `road-refused` for a way there is not, for a day to come, and for a word on what the till has to see itself.
 */
export async function markRoad(shop: Shop, { by, key, ...mark }: RoadMark): Promise<void> {
  const { ledger, law } = shop;
  const { step, state, evidence } = mark;
  const at = secondsNow(shop);
  const today = law.localTime(at).slice(0, 10);
  const date = mark.date ?? today;
  assertMarkable(shop, mark);
  if (date > today)
    throw refuse("road-refused", `${date} is still to come; today is ${today}.`, { hint: "Say it once it is done." });
  await ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "road", content: mark })) return;
    assertWholeJournal(shop);
    const { seq: journalSeq } = ledger.journal.append({ kind: "road", doc: { step, state, evidence, date, by }, at }, shop.key);
    ledger.road.mark({ step, state, evidence, date, by, journalSeq });
  });
}

function assertMarkable(
  { region: { road } }: Shop,
  { step, state, evidence }: Pick<RoadMark, "step" | "state" | "evidence">,
): void {
  const known = road.steps.find(({ id }) => id === step);
  if (!known)
    throw refuse("not-found", `The road has no step "${step}".`, {
      hint: `Steps: ${road.steps.map(({ id }) => id).join(", ")}.`,
    });
  if (known.proof === "way" && state === "done" && !Object.hasOwn(road.ways, evidence))
    throw refuse("road-refused", `"${evidence}" is no way to upload.`, { hint: `Ways: ${Object.keys(road.ways).join(", ")}.` });
  if (state === "done" && seenOnly.includes(known.proof))
    throw refuse("road-refused", `Whether "${step}" is done the till sees by itself; nobody has to say it.`, { hint: known.how });
}
