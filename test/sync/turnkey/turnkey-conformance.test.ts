import { misbehaved } from "../../../src/rehearsal/turnkey/moods.ts";
import type { Parcel } from "../../../src/sync/upstream.ts";
import { describeUpstream, type UpstreamBench } from "../conformance.ts";
import { aTurnkey, type TurnkeySettings } from "./a-turnkey.ts";

async function aBench(settings: TurnkeySettings = {}): Promise<UpstreamBench> {
  const refused = new Set<string>();
  const bench = aTurnkey(settings);
  const { platform } = bench.pretend;
  const take = platform.take.bind(platform);
  platform.take = (sheet, atMs) => (refused.has(sheet.reference) ? "E0102" : take(sheet, atMs));
  return {
    get upstream() {
      return bench.upstream;
    },
    stored: () => bench.pretend.platform.arrivals,
    settle: bench.settle,
    cut: bench.cut,
    mend: bench.mend,
    loseAnswer: () => bench.restart(),
    refuse: (parcel: Parcel) => void refused.add(/<InvoiceNumber>(\w+)</.exec(parcel.xml())![1]!),
    plant: bench.plant,
    [Symbol.asyncDispose]: async () => bench[Symbol.dispose](),
  };
}

describeUpstream("Turnkey's folders", () => aBench());
describeUpstream("the folders of a slow Turnkey in the schema's shape", () =>
  aBench({ moods: { slowMs: 40_000, shape: "schema", packSize: 7 } }),
);
describeUpstream("the folders of a Turnkey that doubles, litters and speaks the old names", () =>
  aBench({ moods: { ...misbehaved, reorders: false, loses: 0, stumbles: 0 } }),
);
