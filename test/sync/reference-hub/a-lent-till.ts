import { type KeyObject, randomBytes } from "node:crypto";
import { silentLog } from "../../../src/base/log.ts";
import { ledgerOutbox } from "../../../src/daemon/operations/upload/ledger-outbox.ts";
import { ledgerStockroom } from "../../../src/daemon/stock/stockroom.ts";
import { kidOf } from "../../../src/invoice/seal/seal.ts";
import { deliverNext, inquireNext } from "../../../src/sync/deliver.ts";
import { hub } from "../../../src/sync/hub/hub.ts";
import { nodeWire } from "../../../src/sync/hub/node-wire.ts";
import { TopUp } from "../../../src/sync/lending/top-up.ts";
import type { Upstream } from "../../../src/sync/upstream.ts";
import { aTill, type TestTill, type TillSettings } from "../../till/a-till.ts";
import type { WoundClock } from "../../wound-clock.ts";
import { enrolledAt } from "./a-hub.ts";
import type { ReferenceHub } from "./reference-hub.ts";

/** A whole till that borrows its numbers from a reference hub. Loops do not run: the test takes the steps. */
export interface LentTill extends AsyncDisposable {
  readonly till: TestTill;
  readonly key: KeyObject;
  readonly upstream: Upstream;
  /** What the hub calls it. */
  readonly name: string;
  topUp(): Promise<string>;
  /** Top-up steps until there is nothing more to do. */
  fill(): Promise<void>;
  /** One turn of handing over and asking. */
  deliver(): Promise<void>;
  /** Delivers and asks until nothing is open. */
  drain(): Promise<Readonly<Record<string, number>>>;
  /** Its ranges as `TS 0–99`. */
  ranges(): readonly string[];
}

const never = new AbortController().signal;

export interface LentTillSettings extends TillSettings {
  /** Another till's, which this one takes the place of. */
  readonly key?: KeyObject;
}

export async function aLentTill(
  reference: ReferenceHub,
  clock: WoundClock,
  { key = enrolledAt(reference), ...settings }: LentTillSettings = {},
): Promise<LentTill> {
  const world = {
    clock,
    log: silentLog,
    wire: nodeWire,
    randomBytes: (count: number) => randomBytes(count),
    enrolmentKey: () => key,
  };
  const upstream = hub(reference.address, world);
  const till = await aTill({
    clock,
    makesNumbers: false,
    ...settings,
    config: { upstream: reference.address.href, ...settings.config },
    world: { upstreamOf: () => upstream, ...settings.world },
  });
  const { shop } = till.till;
  const topper = new TopUp({ upstream, lender: upstream.lender!, stockroom: ledgerStockroom(shop), clock });
  const outbox = ledgerOutbox(shop);
  const deliver = async () => {
    await deliverNext(outbox, upstream, never);
    await inquireNext(outbox, upstream, never);
  };
  const topUp = () => topper.step(never);
  return {
    till,
    key,
    upstream,
    name: kidOf(key),
    topUp,
    deliver,
    async fill() {
      for (let steps = 0; steps < 50; steps++) if ((await topUp()) !== "worked") return;
    },
    async drain() {
      for (let turn = 0; turn < 60; turn++) {
        const { waiting = 0, sent = 0 } = till.home.ledger.parcels.counts();
        if (waiting + sent === 0) break;
        await deliver();
        await clock.wind(20_000);
      }
      return till.home.ledger.parcels.counts();
    },
    ranges: () => till.home.ledger.ranges.list().map(({ track, first, last }) => `${track} ${first}–${last}`),
    [Symbol.asyncDispose]: () => till[Symbol.asyncDispose](),
  };
}

/** Numbers for head office to lend, of the period the clock begins in. */
export const aGrant = {
  seller: "12345675",
  invoiceType: "07",
  period: "11512",
  track: "TS",
  first: 10_000_000,
  last: 10_009_999,
};
