import { refuse } from "../../../invoice/problems.ts";
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

/** Writes down how far a step of the road has come, with its evidence. Journalled. Throws `not-found` for a step there is not. */
export function markRoad(shop: Shop, { by, key, ...mark }: RoadMark): Promise<void> {
  const { ledger, law, region } = shop;
  const { step, state, evidence } = mark;
  if (!region.road.steps.some(({ id }) => id === step))
    throw refuse("not-found", `The road has no step "${step}".`, {
      hint: `Steps: ${region.road.steps.map(({ id }) => id).join(", ")}.`,
    });
  return ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "road", content: mark })) return;
    assertWholeJournal(shop);
    const at = secondsNow(shop);
    const date = mark.date ?? law.localTime(at).slice(0, 10);
    const { seq: journalSeq } = ledger.journal.append({ kind: "road", doc: { step, state, evidence, date, by }, at }, shop.key);
    ledger.road.mark({ step, state, evidence, date, by, journalSeq });
  });
}
