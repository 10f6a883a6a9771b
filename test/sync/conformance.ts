import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Answer, Fate, Parcel, Upstream } from "../../src/sync/upstream.ts";
import { aParcel } from "./a-parcel.ts";

/** One way upstream with the world behind it, built for a test and taken down after it. */
export interface UpstreamBench extends AsyncDisposable {
  readonly upstream: Upstream;
  /** Everything stored for good on the other side, in the order it came: message and number. */
  stored(): readonly { readonly message: string; readonly reference: string }[];
  /** Lets the other side do all it would do in the next minutes. */
  settle(): Promise<void>;
  /** Takes the way away, and brings it back. */
  cut(): void;
  mend(): void;
  /** The next hand-over arrives, but the answer to it is lost; where there is no answer to lose, nothing. */
  loseAnswer(): void;
  /** The other side refuses this parcel for good. */
  refuse(parcel: Parcel): void;
  /** The other side has another document under this parcel's message and number. */
  plant(other: Parcel): void;
}

const never = new AbortController().signal;

/** What every way upstream promises, whichever wire it goes over. */
export function describeUpstream(name: string, aBench: () => Promise<UpstreamBench>): void {
  describe(`the way upstream over ${name}`, () => {
    let bench: UpstreamBench;
    beforeEach(async () => {
      bench = await aBench();
    });
    afterEach(() => bench[Symbol.asyncDispose]());

    const deliver = (...parcels: Parcel[]) => bench.upstream.deliver(parcels, never);
    const inquire = (...parcels: Parcel[]) => bench.upstream.inquire(parcels, never);
    const references = () => bench.stored().map(({ message, reference }) => `${message} ${reference}`);
    /** Asks, as the daemon does, until nothing is pending any more. */
    const outcomes = async (...parcels: Parcel[]): Promise<string[]> => {
      const results = new Map<number, string>();
      for (let look = 0; look < 5 && results.size < parcels.length; look++) {
        await bench.settle();
        const open = parcels.filter(({ id }) => !results.has(id));
        for (const [id, fate] of fatesIn(await inquire(...open))) if (fate.result !== "pending") results.set(id, fate.result);
      }
      return parcels.map(({ id }) => results.get(id) ?? "pending");
    };

    test("takes what it is handed, stores each once, and says so", async () => {
      const parcels = [1, 2, 3].map((id) => aParcel({ id }));
      const fates = fatesIn(await deliver(...parcels));
      for (const { id } of parcels) expect(fates.get(id)?.result).toMatch(/pending|accepted/);
      expect(await outcomes(...parcels)).toEqual(["accepted", "accepted", "accepted"]);
      expect(references()).toEqual(["F0401 TS10000001", "F0401 TS10000002", "F0401 TS10000003"]);
    });

    test("stores the same parcel once, however often it is handed over", async () => {
      const parcel = aParcel({ id: 1 });
      for (let time = 0; time < 3; time++) await deliver(parcel);
      expect(await outcomes(parcel)).toEqual(["accepted"]);
      await deliver(parcel);
      expect(await outcomes(parcel)).toEqual(["accepted"]);
      expect(references()).toEqual(["F0401 TS10000001"]);
    });

    test("keeps the order of a thread that is handed over one after the other, over a number's revisions", async () => {
      const thread = 1;
      const number = "TS10000001";
      for (const [id, message] of [
        [1, "F0401"],
        [2, "F0701"],
        [3, "F0401"],
        [4, "F0501"],
      ] as const) {
        const parcel = aParcel({ id, message, number, thread, total: 100 + id });
        await deliver(parcel);
        expect(await outcomes(parcel)).toEqual(["accepted"]);
      }
      expect(references()).toEqual(["F0401", "F0701", "F0401", "F0501"].map((message) => `${message} ${number}`));
    });

    test("never takes what was said of a number's earlier revision for an answer about the newer one", async () => {
      const number = "TS10000001";
      for (const [id, message] of [
        [1, "F0401"],
        [2, "F0701"],
      ] as const) {
        const parcel = aParcel({ id, message, number, thread: 1, total: 100 });
        await deliver(parcel);
        expect(await outcomes(parcel)).toEqual(["accepted"]);
      }
      const reissued = aParcel({ id: 3, number, thread: 1, total: 103 }); // its hand-over never left
      expect((await outcomes(reissued))[0]).toMatch(/^(absent|pending)$/);
      await deliver(reissued);
      expect(await outcomes(reissued)).toEqual(["accepted"]);
      expect(references()).toEqual([`F0401 ${number}`, `F0701 ${number}`, `F0401 ${number}`]);
    });

    test("after a lost answer tells what arrived, and a second hand-over changes nothing", async () => {
      const parcel = aParcel({ id: 1 });
      bench.loseAnswer();
      const answer = await deliver(parcel);
      if (answer.result === "unreachable") expect(answer.nothingArrived).toBe(false);
      expect(await outcomes(parcel)).toEqual(["accepted"]);
      await deliver(parcel);
      expect(await outcomes(parcel)).toEqual(["accepted"]);
      expect(references()).toHaveLength(1);
    });

    test("says that nothing arrived only when nothing did, and takes it all when the way is mended", async () => {
      const parcels = [1, 2].map((id) => aParcel({ id }));
      bench.cut();
      expect(await deliver(...parcels)).toMatchObject({ result: "unreachable", reason: expect.stringMatching(/.{10}/) });
      expect(await inquire(...parcels)).toMatchObject({ result: "unreachable", nothingArrived: false });
      expect(bench.stored()).toEqual([]);
      bench.mend();
      await deliver(...parcels);
      expect(await outcomes(...parcels)).toEqual(["accepted", "accepted"]);
      expect(references()).toHaveLength(2);
    });

    test("names what is refused with its code, and lets the others pass", async () => {
      const [bad, good] = [aParcel({ id: 1 }), aParcel({ id: 2 })];
      bench.refuse(bad);
      await deliver(bad, good);
      expect(await outcomes(bad, good)).toEqual(["rejected", "accepted"]);
      const fate = fatesIn(await inquire(bad)).get(1);
      expect(fate).toMatchObject({ code: expect.stringMatching(/./), reason: expect.stringMatching(/.{10}/) });
    });

    test("calls other content under the same number a conflict, and overwrites nothing", async () => {
      const ours = aParcel({ id: 1, number: "TS10000001" });
      bench.plant(aParcel({ id: 900, number: "TS10000001", total: 999 }));
      const before = references();
      const told = fatesIn(await deliver(ours)).get(1)?.result;
      expect(told === "pending" ? await outcomes(ours) : [told]).toEqual(["conflict"]);
      expect(references()).toEqual(before);
    });

    test("says what keeps documents from going up, and nothing once it is mended", async () => {
      const look = async () => (await bench.upstream.look?.("12345675", never)) ?? [];
      expect(await look()).toEqual([]);
      bench.cut();
      if (bench.upstream.look) expect(await look()).toEqual([expect.stringMatching(/.{10}/)]);
      bench.mend();
      expect(await look()).toEqual([]);
      expect(bench.stored()).toEqual([]);
    });

    test("takes a whole batch of its own size", async () => {
      const parcels = Array.from({ length: bench.upstream.batchSize }, (_, index) => aParcel({ id: index + 1 }));
      await deliver(...parcels);
      expect(new Set(await outcomes(...parcels))).toEqual(new Set(["accepted"]));
      expect(new Set(references()).size).toBe(parcels.length);
      expect(references()).toHaveLength(parcels.length);
    });
  });
}

function fatesIn(answer: Answer): ReadonlyMap<number, Fate> {
  expect(answer).toMatchObject({ result: "answered" });
  return answer.result === "answered" ? answer.fates : new Map();
}
