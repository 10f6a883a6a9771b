import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { hub } from "../../../src/sync/hub/hub.ts";
import { nodeWire } from "../../../src/sync/hub/node-wire.ts";
import type { Wire, WireRequest } from "../../../src/sync/hub/wire.ts";
import type { Parcel, Upstream } from "../../../src/sync/upstream.ts";
import { aParcel } from "../a-parcel.ts";
import { aHub, type HubBench } from "../reference-hub/a-hub.ts";
import { moods } from "../reference-hub/moods.ts";

const never = new AbortController().signal;

/** Hands over and asks as the daemon does, until everything is at the hub or so many rounds were not enough. */
async function drain({ upstream, clock }: HubBench, parcels: readonly Parcel[], rounds: number): Promise<readonly Parcel[]> {
  const left = new Map(parcels.map((parcel) => [parcel.id, parcel]));
  const asked = new Set<number>();
  for (let round = 0; round < rounds && left.size > 0; round++) {
    const waiting = [...left.values()].filter(({ id }) => !asked.has(id)).slice(0, upstream.batchSize);
    const unanswered = [...left.values()].filter(({ id }) => asked.has(id)).slice(0, upstream.batchSize);
    if (waiting.length > 0) settle(await upstream.deliver(waiting, never), waiting, { left, asked });
    if (unanswered.length > 0) settle(await upstream.inquire(unanswered, never), unanswered, { left, asked });
    await clock.wind(10_000);
  }
  return [...left.values()];
}

function settle(
  answer: Awaited<ReturnType<Upstream["deliver"]>>,
  parcels: readonly Parcel[],
  { left, asked }: { left: Map<number, Parcel>; asked: Set<number> },
): void {
  for (const { id } of parcels) {
    const fate = answer.result === "answered" ? answer.fates.get(id)?.result : answer.nothingArrived ? "absent" : undefined;
    if (fate === "accepted") left.delete(id);
    if (fate === "absent") asked.delete(id);
    if (fate === undefined) asked.add(id);
  }
}

const some = (count: number) => Array.from({ length: count }, (_, index) => aParcel({ id: index + 1 }));

describe("a hub that misbehaves", () => {
  test.each(moods)("by the mood %s stores each parcel once all the same", async (mood) => {
    await using bench = await aHub();
    bench.hub.moods.push(mood, null, mood, mood);
    expect(await drain(bench, some(9), 12)).toEqual([]);
    expect(bench.hub.books.stored.map(({ reference }) => reference)).toEqual(some(9).map(({ id }) => `TS${10_000_000 + id}`));
  });

  test("in every way at once, for a long time, loses nothing and doubles nothing", async () => {
    await using bench = await aHub();
    const storm = Array.from({ length: 120 }, (_, index) => moods[(index * 7 + (index >> 3)) % moods.length]!);
    bench.hub.moods.push(...storm);
    expect(await drain(bench, some(450), 200)).toEqual([]);
    expect(bench.hub.books.stored).toHaveLength(450);
    expect(new Set(bench.hub.books.stored.map(({ reference }) => reference)).size).toBe(450);
  });

  test("by saying nothing at all is waited for half a minute, and then asked", async () => {
    await using bench = await aHub();
    bench.hub.moods.push("silent");
    const answering = bench.upstream.deliver(some(1), never);
    let waited = 0;
    for (; (await Promise.race([answering, rest()])) === null; waited += 5) await bench.clock.wind(5_000);
    expect(waited).toBeGreaterThanOrEqual(30);
    expect(await answering).toMatchObject({
      result: "unreachable",
      nothingArrived: false,
      reason: expect.stringMatching(/time/),
    });
  });

  test("by being busy is left alone for as long as it asks", async () => {
    await using bench = await aHub();
    bench.hub.moods.push("busy");
    const busy = { result: "unreachable", nothingArrived: true, reason: expect.stringContaining("Too many tills") };
    expect(await bench.upstream.deliver(some(1), never)).toMatchObject(busy);
    await bench.clock.wind(6_000);
    expect(await bench.upstream.deliver(some(1), never)).toMatchObject(busy);
    expect(bench.hub.books.stored).toEqual([]);
    await bench.clock.wind(2_000);
    expect(await bench.upstream.deliver(some(1), never)).toMatchObject({ result: "answered" });
  });
});

async function rest(): Promise<null> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
  return null;
}

describe("the way to a hub", () => {
  test("is the channel's trouble, and no parcel's, when the hub does not take the signature", async () => {
    await using bench = await aHub();
    bench.hub.books.restore(JSON.stringify({ ...JSON.parse(bench.hub.books.copy()), tills: {} }));
    const answer = await bench.upstream.deliver(some(2), never);
    expect(answer.result === "answered" && [...answer.fates.values()]).toMatchObject([
      { result: "channel", code: "till-unknown" },
      { result: "channel", code: "till-unknown" },
    ]);
    expect(await bench.upstream.inquire(some(2), never)).toMatchObject({ result: "unreachable", nothingArrived: false });
  });

  test("says by how much the clocks differ", async () => {
    await using bench = await aHub();
    const upstream = hub(bench.hub.address, { ...bench.world, clock: lateBy(bench, 400_000) });
    upstream.lender!.caughtUp!(bench.hub.books.epoch);
    const answer = await upstream.deliver(some(1), never);
    expect(answer.result === "answered" && answer.fates.get(1)).toMatchObject({
      result: "channel",
      code: "signature-stale",
      reason: expect.stringContaining("400 s apart"),
    });
  });

  test("lets a document the hub cannot read be rejected by itself, and the others pass", async () => {
    await using bench = await aHub();
    const bad = { ...aParcel({ id: 2 }), message: "F".repeat(65) };
    const answer = await bench.upstream.deliver([aParcel({ id: 1 }), bad, aParcel({ id: 3 })], never);
    expect(answer.result === "answered" && [...answer.fates].map(([id, { result }]) => `${id} ${result}`)).toEqual([
      "1 accepted",
      "2 rejected",
      "3 accepted",
    ]);
  });

  test.each([400, 413, 422])("blames no document where somebody else on it answers %i", async (status) => {
    for (const said of ["<html>Please log in</html>", '{"error":"blocked","code":7}']) {
      await using bench = await aHub({ wire: foreign(status, said, () => true) });
      const answer = await bench.upstream.deliver(some(2), never);
      expect(answer.result === "answered" && [...answer.fates.values()]).toMatchObject([
        { result: "channel", code: `http-${status}` },
        { result: "channel", code: `http-${status}` },
      ]);
    }
  });

  test("lets documents pass one by one where a proxy takes no more at once", async () => {
    const wire = foreign(413, "<html>Request Entity Too Large</html>", ({ body }) => {
      const { parcels = [] } = JSON.parse(gunzipSync(body).toString("utf8"));
      return parcels.length > 1;
    });
    await using bench = await aHub({ wire });
    const answer = await bench.upstream.deliver(some(3), never);
    expect(answer.result === "answered" && [...answer.fates.values()].map(({ result }) => result)).toEqual([
      "accepted",
      "accepted",
      "accepted",
    ]);
  });

  test("is not taken before the till is enrolled, and says what to do", async () => {
    await using bench = await aHub({ enrolmentKey: () => null });
    expect(await bench.upstream.deliver(some(1), never)).toMatchObject({
      result: "unreachable",
      nothingArrived: true,
      reason: expect.stringContaining("tillseal upstream enrol"),
    });
  });

  test("is never without encryption, except on this machine", async () => {
    await using bench = await aHub();
    expect(() => hub(new URL("http://hub.example/"), bench.world)).toThrow(/for everybody to read/);
    for (const address of ["http://localhost:9/", "http://[::1]:9/", "https://hub.example/"])
      expect(hub(new URL(address), bench.world).address.href).toBe(address);
  });

  test("says certainly that nothing arrived only when no byte left", async () => {
    await using bench = await aHub();
    bench.hub.moods.push("lose-before");
    expect(await bench.upstream.deliver(some(1), never)).toMatchObject({ result: "unreachable", nothingArrived: false });
    await bench.hub.cut();
    expect(await bench.upstream.deliver(some(1), never)).toMatchObject({ result: "unreachable", nothingArrived: true });
    await bench.hub.mend();
  });
});

/** A wire on which somebody before the hub answers some questions himself. */
function foreign(status: number, text: string, answers: (request: WireRequest) => boolean): Wire {
  return async (request, signal) =>
    answers(request)
      ? { result: "answered", status, headers: { "content-type": "text/html" }, body: Buffer.from(text) }
      : nodeWire(request, signal);
}

function lateBy({ clock }: HubBench, ms: number) {
  return {
    now: () => new Date(clock.wallMs - ms),
    uptimeMs: () => clock.uptimeMs(),
    sleep: (wait: number, signal?: AbortSignal) => clock.sleep(wait, signal),
  };
}
