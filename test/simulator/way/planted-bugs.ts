import type { Answer, Fate, Parcel, Upstream } from "../../../src/sync/upstream.ts";
import type { Plant } from "../premises.ts";
import type { Road } from "./road.ts";
import type { WaySettings } from "./way-shop.ts";

/** Another way between the till and its road: each answer to a hand-over is heard as this. */
function heardAs(hear: (answer: Answer, parcels: readonly Parcel[]) => Answer): (road: Road) => Road {
  return (road) => ({
    ...road,
    open(street): Upstream {
      const upstream = road.open(street);
      return {
        ...upstream,
        address: upstream.address,
        batchSize: upstream.batchSize,
        deliver: async (parcels, signal) => hear(await upstream.deliver(parcels, signal), parcels),
        inquire: (parcels, signal) => upstream.inquire(parcels, signal),
        ...(upstream.lender && { lender: upstream.lender }),
      };
    },
  });
}

function allAccepted(parcels: readonly Parcel[]): Answer {
  return { result: "answered", fates: new Map(parcels.map(({ id }): [number, Fate] => [id, { result: "accepted" }])) };
}

/** A file that was written is taken for one that arrived. */
const acceptedAtHandOver: WaySettings = {
  bend: heardAs((answer) => {
    if (answer.result !== "answered") return answer;
    const fates = new Map<number, Fate>();
    for (const [id, fate] of answer.fates) fates.set(id, fate.result === "pending" ? { result: "accepted" } : fate);
    return { result: "answered", fates };
  }),
};

/** No answer is taken for a good one. */
const silenceBelieved: WaySettings = {
  bend: heardAs((answer, parcels) => (answer.result === "unreachable" ? allAccepted(parcels) : answer)),
};

function withParcels(change: (parcels: ReturnType<Plant>["parcels"]) => Partial<ReturnType<Plant>["parcels"]>): WaySettings {
  return { plant: ({ ledger }) => ({ ...ledger, parcels: { ...ledger.parcels, ...change(ledger.parcels) } }) };
}

/** Every bug that the way's simulator must notice, by what it gets wrong. */
export const plantedBugs: Readonly<Record<string, WaySettings>> = {
  "a document taken for accepted at its hand-over": acceptedAtHandOver,
  "no answer taken for a good one": silenceBelieved,
  "nobody asking what became of documents": withParcels(() => ({ unanswered: () => [] })),
  "a refused document that holds up all others": withParcels((parcels) => ({
    due: (at, limit) => (parcels.counts().accepted ? [] : parcels.due(at, limit)),
  })),
  "a deadline that nobody is told of": withParcels(() => ({ pressing: () => [] })),
};
