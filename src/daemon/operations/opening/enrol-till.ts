import type { KeyObject } from "node:crypto";
import { problemsOf } from "../../../base/problem.ts";
import { kidOf } from "../../../invoice/seal/seal.ts";
import type { Enrolment, Upstream } from "../../../sync/upstream.ts";
import { upstreamProblems } from "../../../sync/upstream-problems.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";

const refuse = problemsOf(upstreamProblems);

export interface EnrolmentRequest {
  /** What head office gave out for this one till. */
  readonly code: string;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

/** What the hub and the till call each other. */
export interface Enrolled {
  readonly hub: string;
  readonly address: string;
  /** The name of the key that signs every request from now on. */
  readonly till: string;
}

/** The way to the hub, and the key that is kept for it and nothing else. */
export interface Enrolling {
  readonly upstream: Upstream | null;
  /** Made and kept before the hub hears of it, so that a lost answer burns no code: asked again, it is the same key. */
  ownKey(): KeyObject;
}

/** Makes this till known to its hub. Throws `no-hub`, `enrolment-refused`, `upstream-away`. Asked again it changes nothing. Journalled. */
export async function enrolTill(
  shop: Shop,
  { code, by, key }: EnrolmentRequest,
  { upstream, ownKey }: Enrolling,
): Promise<Enrolled> {
  if (!upstream?.enrol)
    throw refuse("no-hub", "This till's upstream is no hub, so there is nowhere to enrol.", {
      hint: "Set `upstream: https://…` in tillseal.yaml to the hub's address, and start the till anew.",
    });
  assertWholeJournal(shop);
  const own = ownKey();
  const said = await upstream.enrol(code, own, new AbortController().signal);
  if (said.result !== "enrolled") throw notEnrolled(said);
  const enrolled = { hub: said.hub, address: upstream.address.href, till: kidOf(own) };
  await shop.ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "enrol", content: { code } })) return;
    shop.ledger.journal.append({ kind: "enrol", doc: { ...enrolled, by }, at: secondsNow(shop) }, shop.key);
  });
  return enrolled;
}

function notEnrolled({ result, reason }: Exclude<Enrolment, { result: "enrolled" }>) {
  if (result === "unreachable") return refuse("upstream-away", reason, { hint: "Try again once it is reachable." });
  return refuse("enrolment-refused", reason, { hint: "Ask head office for a fresh code: each is for one till." });
}
