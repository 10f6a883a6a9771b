import { onTheWire } from "../../../src/sync/hub/hub.ts";
import { describeUpstream, type UpstreamBench } from "../conformance.ts";
import { aHub } from "../reference-hub/a-hub.ts";

async function aBench(): Promise<UpstreamBench> {
  const bench = await aHub();
  const { hub, upstream } = bench;
  let changing = Promise.resolve();
  return {
    upstream: {
      ...upstream,
      deliver: (parcels, signal) => changing.then(() => upstream.deliver(parcels, signal)),
      inquire: (parcels, signal) => changing.then(() => upstream.inquire(parcels, signal)),
    },
    stored: () => hub.books.stored,
    settle: async () => {},
    cut: () => {
      changing = hub.cut();
    },
    mend: () => {
      changing = changing.then(hub.mend);
    },
    loseAnswer: () => void hub.moods.push("lose-after"),
    refuse: (parcel) => void hub.books.refused.add(/<InvoiceNumber>(\w+)</.exec(parcel.xml())![1]!),
    plant: (other) => void hub.books.keep("another-till", onTheWire(other)),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
}

describeUpstream("a hub", aBench);
