import { ledgerOutbox } from "../../../src/daemon/operations/upload/ledger-outbox.ts";
import { deliverNext, inquireNext } from "../../../src/sync/deliver.ts";
import type { Downloads } from "../../../src/sync/downloads.ts";
import type { Upstream } from "../../../src/sync/upstream.ts";
import { aTill, type TestTill, type TillSettings } from "../../till/a-till.ts";
import { aTurnkey, type TurnkeyBench, type TurnkeySettings } from "./a-turnkey.ts";

/** A whole till with its way through Turnkey's folders to a pretend platform. Steps are taken by hand, time is wound. */
export interface Way extends AsyncDisposable {
  readonly till: TestTill;
  readonly bench: TurnkeyBench;
  /** One turn of everybody: hand over, take, answer, ask; then time passes. Returns how many steps did something. */
  turn(ms: number): Promise<number>;
  /** Turns until nothing is open, or until as many turns were not enough. */
  drain(most: number, ms: number): Promise<Readonly<Record<string, number>>>;
  counts(): Readonly<Record<string, number>>;
  /** The till's process dies and starts again on its home. */
  restartTill(): Promise<void>;
  /** The till is gone; another one, on a home that was made ready for it, takes its place before the same Turnkey. */
  replaceTill(makeReady: () => Promise<string>): Promise<void>;
}

const never = new AbortController().signal;

export async function aWay(settings: TurnkeySettings = {}, till: TillSettings = {}): Promise<Way> {
  const bench = aTurnkey(settings);
  const living = (home: Pick<TillSettings, "folder"> = {}) =>
    aTill({
      clock: bench.clock,
      ...till,
      ...home,
      config: { upstream: `turnkey://${bench.folder}`, ...till.config },
      world: { upstreamOf: (_, downloads) => usedBy(bench, downloads), ...till.world },
    });
  let present = await living();
  const counts = () => present.home.ledger.parcels.counts();
  const turn = async (ms: number) => {
    const outbox = ledgerOutbox(present.till.shop);
    const { upstream, pretend } = bench;
    const steps = [await deliverNext(outbox, upstream, never), await pretend.step(), await inquireNext(outbox, upstream, never)];
    await bench.clock.wind(ms);
    return steps.filter((step) => step === "worked").length;
  };
  return {
    bench,
    turn,
    counts,
    get till() {
      return present;
    },
    async drain(most, ms) {
      for (let turns = 0; turns < most; turns++) {
        const { waiting = 0, sent = 0, held = 0 } = counts();
        if (waiting + sent + held === 0) break;
        await turn(ms);
      }
      return counts();
    },
    async restartTill() {
      await present[Symbol.asyncDispose]();
      bench.restart();
      present = await living();
    },
    async replaceTill(makeReady) {
      await present[Symbol.asyncDispose]();
      bench.restart();
      present = await living({ folder: await makeReady() });
    },
    async [Symbol.asyncDispose]() {
      await present[Symbol.asyncDispose]();
      bench[Symbol.dispose]();
    },
  };
}

function usedBy(bench: TurnkeyBench, downloads: Downloads): Upstream {
  bench.handDown(downloads);
  return bench.upstream;
}
