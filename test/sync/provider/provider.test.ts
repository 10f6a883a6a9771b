import { describe, expect, test } from "vitest";
import { ledgerStockroom } from "../../../src/daemon/stock/stockroom.ts";
import { TopUp } from "../../../src/sync/lending/top-up.ts";
import { sell } from "../../daemon/operations/undo/acts.ts";
import { aTill } from "../../till/a-till.ts";
import { aParcel } from "../a-parcel.ts";
import { describeUpstream, type UpstreamBench } from "../conformance.ts";
import { type Manners, PretendProvider } from "./pretend-provider.ts";
import { provider } from "./provider.ts";

const never = new AbortController().signal;
const address = new URL("https://provider.test/");

async function aBench(manners: Manners): Promise<UpstreamBench> {
  const wire = new PretendProvider(manners);
  return {
    upstream: provider(address, wire),
    stored: () => wire.stored,
    settle: async () => wire.minute(),
    cut: () => {
      wire.isAway = true;
    },
    mend: () => {
      wire.isAway = false;
    },
    loseAnswer: () => {
      // The first call asks, the second one hands over.
      const push = wire.push.bind(wire);
      wire.push = (...what) => {
        wire.losesNext = 1;
        wire.push = push;
        return push(...what);
      };
    },
    refuse: (parcel) => void wire.refused.add(/<InvoiceNumber>(\w+)</.exec(parcel.xml())![1]!),
    plant: (other) => void wire.push(other.message, "somebody-elses", other.xml()),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

describeUpstream("a provider that answers at once", () => aBench({ answers: "at-once", callsAMinute: 60 }));
describeUpstream("a provider that answers later", () => aBench({ answers: "later", callsAMinute: 60 }));

describe("a provider", () => {
  test("that has had enough of calls is left alone with the rest of a batch, which waits", async () => {
    const wire = new PretendProvider({ answers: "later", callsAMinute: 5 });
    const upstream = provider(address, wire);
    const parcels = [1, 2, 3, 4].map((id) => aParcel({ id }));
    const answer = await upstream.deliver(parcels, never);
    const fates = answer.result === "answered" ? [...answer.fates.values()].map(({ result }) => result) : [];
    expect(fates).toEqual(["pending", "pending", "absent", "absent"]);
    expect(wire.calls).toBe(6);
  });

  test("that binds numbers to code and cipher lends them as slots, which the sale then uses", async () => {
    const wire = new PretendProvider({ answers: "later", callsAMinute: 60 });
    const upstream = provider(address, wire);
    await using till = await aTill({
      makesNumbers: false,
      config: { upstream: address.href, topUp: { days: 3, atLeast: 80 } },
      world: { upstreamOf: () => upstream },
    });
    const { shop } = till.till;
    const topUp = new TopUp({ upstream, lender: upstream.lender!, stockroom: ledgerStockroom(shop), clock: till.clock });
    for (let step = 0; step < 10; step++) if ((await topUp.step(never)) === "idle") break;
    const { ledger } = till.home;
    expect(ledger.ranges.list().map(({ first, last }) => [first, last])).toEqual([
      [20_000_000, 20_000_049],
      [20_000_050, 20_000_099],
    ]);
    const sold = await sell(till);
    const slot = ledger.ranges.slot(1, 20_000_000)!;
    expect(sold).toMatchObject({ number: "QA20000000", randomCode: slot.randomCode });
    expect(sold.codes.qrLeft).toContain(slot.cipher);
  });
});
