import type { RoadRow } from "../../../../db/till/books/people/road.ts";
import type { RoadProof, RoadStep, RoadWay } from "../../../regions/road.ts";
import type { Shop } from "../../shop.ts";
import { newestKey } from "./import-key.ts";

export type RoadState = "todo" | "done" | "not-needed";

/** A step as it stands: done by whom, shown by what, on which day. */
export interface WalkedStep {
  readonly step: RoadStep;
  readonly state: RoadState;
  readonly evidence: string | null;
  /** Local: `2026-11-22`. */
  readonly date: string | null;
}

export interface Road {
  readonly way: RoadWay | null;
  readonly steps: readonly WalkedStep[];
}

type Books = Pick<Shop, "ledger" | "region" | "law" | "environment">;

/** How far the shop has come on the road to going live. What the till can see by itself nobody has to say. Writes nothing. */
export function readRoad(shop: Books): Road {
  const said = new Map(shop.ledger.road.list().map((row) => [row.step, row]));
  const chosen = said.get("way")?.evidence;
  const way = chosen !== undefined && Object.hasOwn(shop.region.road.ways, chosen) ? (chosen as RoadWay) : null;
  const steps = shop.region.road.steps.filter(({ ways }) => !ways || way === null || ways.includes(way));
  return { way, steps: steps.map((step) => walked(shop, step, said.get(step.id))) };
}

function walked(shop: Books, step: RoadStep, said: RoadRow | undefined): WalkedStep {
  const seen = proofs[step.proof](shop);
  if (seen) return { step, state: "done", evidence: seen.evidence, date: shop.law.localTime(seen.at).slice(0, 10) };
  if (said && said.state !== "todo") return { step, state: said.state, evidence: said.evidence, date: said.date };
  return { step, state: "todo", evidence: said?.evidence ?? null, date: null };
}

interface Seen {
  readonly evidence: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** What the till has seen with its own eyes. */
const proofs: Readonly<Record<RoadProof, (shop: Books) => Seen | null>> = {
  person: () => null,
  way: () => null,
  clock: () => null,
  key(shop) {
    const imported = newestKey(shop);
    return imported?.checked ? { evidence: `key ${imported.fingerprint} made a known cipher`, at: imported.at } : null;
  },
  range({ ledger }) {
    const file = ledger.rangeFiles.newest();
    return file ? { evidence: `${file.name}, share ${file.share}`, at: file.at } : null;
  },
  printer({ ledger }) {
    const slip = ledger.slips.newestTest();
    if (!slip) return null;
    const words =
      slip.state === "printed" ? `the printer confirmed it (${slip.mark})` : "handed over; this printer cannot confirm";
    return { evidence: `test page on ${slip.printer}: ${words}`, at: slip.endedAt ?? slip.createdAt };
  },
  upload({ ledger }) {
    const parcel = ledger.parcels.firstAccepted();
    return parcel ? { evidence: `${parcel.message} accepted`, at: parcel.endedAt ?? parcel.createdAt } : null;
  },
  live({ ledger, environment }) {
    return environment === "live" ? { evidence: "this home is live", at: ledger.home.find()!.createdAt } : null;
  },
};
