import type { Lender } from "../../../src/sync/lending/lender.ts";
import { documentOf } from "../../../src/sync/turnkey/document.ts";
import type { Answer, Fate, Parcel, Upstream } from "../../../src/sync/upstream.ts";
import { NoAnswer, type PretendProvider, type Reply, type State } from "./pretend-provider.ts";

/**
 * A provider adapter as docs/upstreams.md tells how to write one. The provider would store twice what is pushed twice, so that nothing
 * is pushed before its state was asked; and each push carries an id of ours, by which our own document is known from another's.
 */
export function provider(address: URL, wire: PretendProvider): Upstream {
  return {
    address,
    batchSize: 20,
    deliver: (parcels) => oneByOne(parcels, "deliver", (parcel) => handOver(wire, parcel)),
    inquire: (parcels) => oneByOne(parcels, "inquire", async (parcel) => fateOf(await ask(wire, parcel), parcel)),
    lender: lenderOver(wire),
  };
}

type Act = (parcel: Parcel) => Promise<Fate | "busy">;

/** The rest of a batch waits where the provider has had enough of us, or went away. */
async function oneByOne(parcels: readonly Parcel[], what: "deliver" | "inquire", act: Act): Promise<Answer> {
  const fates = new Map<number, Fate>();
  for (const [index, parcel] of parcels.entries()) {
    const fate = await act(parcel).catch(noAnswer);
    if (fate !== "busy" && !(fate instanceof NoAnswer)) {
      fates.set(parcel.id, fate);
      continue;
    }
    // What may have been on its way is asked about; of what was only asked about nothing new is known.
    const mayHaveLeft = fate !== "busy" && fate.left;
    if (fate !== "busy" && fates.size === 0)
      return {
        result: "unreachable",
        reason: `The provider: ${fate.message}.`,
        nothingArrived: what === "deliver" && !mayHaveLeft,
      };
    return resting(fates, what === "deliver" ? parcels.slice(mayHaveLeft ? index + 1 : index) : []);
  }
  return { result: "answered", fates };
}

function noAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  throw error;
}

function resting(fates: Map<number, Fate>, rest: readonly Parcel[]): Answer {
  for (const { id } of rest) fates.set(id, { result: "absent" });
  return { result: "answered", fates };
}

async function handOver(wire: PretendProvider, parcel: Parcel): Promise<Fate | "busy"> {
  const before = fateOf(await ask(wire, parcel), parcel);
  if (before === "busy" || before.result !== "absent") return before;
  const { reply, code, message } = await wire.push(parcel.message, relateOf(parcel), parcel.xml());
  if (reply === 0) return "busy";
  // A receipt is not yet the outcome: that is asked for.
  return reply === 1 ? { result: "pending" } : { result: "rejected", code, reason: message };
}

function ask(wire: PretendProvider, parcel: Parcel): Promise<State | Reply> {
  return wire.stateOf(parcel.message, documentOf(parcel.message, parcel.xml()).reference);
}

function fateOf(said: State | Reply, parcel: Parcel): Fate | "busy" {
  if ("reply" in said) return "busy";
  const { state, relate, code, message } = said;
  if (state === 0) return { result: "absent" };
  if (relate !== relateOf(parcel))
    return { result: "conflict", reason: `The provider has another document (${relate}) under it.` };
  if (state === 3) return { result: "rejected", code, reason: `${message} (refused by the provider)` };
  return { result: state === 1 ? "accepted" : "pending" };
}

/** Thirty characters are all that providers leave for it. The hash is of this very document, whichever number it has. */
function relateOf({ entry }: Parcel): string {
  return entry.hash.slice(-30);
}

/** It lends booklets of fifty and remembers nothing of them, so that there is nothing to shake hands about; what is left over the till reports itself. */
function lenderOver(wire: PretendProvider): Lender {
  const epoch = "provider";
  return {
    epoch,
    handshake: async () => ({ result: "said", epoch, marks: [], unnamed: [], doubtful: [] }),
    async lease({ requestId, seller, invoiceType, period }) {
      try {
        const given = await wire.numbers(period);
        if ("reply" in given) return { result: "no-word", reason: given.message };
        const numbers = given.slots.map(({ number, ...bound }) => ({ ...bound, number: Number(number.slice(2)) }));
        const span = { track: "QA", first: numbers[0]!.number, last: numbers.at(-1)!.number };
        const lease = { id: `QA${span.first}`, requestId, seller, invoiceType, period, ...span, slots: numbers };
        return { result: "said", lease, marks: [] };
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        return { result: "no-word", reason: `The provider: ${error.message}.` };
      }
    },
  };
}
