import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { nodeWire } from "../../../src/sync/hub/node-wire.ts";
import type { WireRequest } from "../../../src/sync/hub/wire.ts";
import { aParcel } from "../a-parcel.ts";
import { aHub, type HubBench } from "../reference-hub/a-hub.ts";

const never = new AbortController().signal;

/** What goes over the wire is a request somebody else could have caught: here it is caught, changed and sent again. */
describe("a caught request", () => {
  let caught: WireRequest;
  const aBench = () =>
    aHub({
      wire: (request, signal) => {
        caught = request;
        return nodeWire(request, signal);
      },
    });
  const send = async (change: Partial<WireRequest> = {}) => {
    const answer = await nodeWire({ ...caught, ...change }, never);
    if (answer.result !== "answered") throw new Error(answer.reason);
    return { status: answer.status, ...JSON.parse(Buffer.from(answer.body).toString("utf8")) };
  };
  const references = (bench: HubBench) => bench.hub.books.stored.map(({ reference }) => reference);
  beforeEach(() => {
    caught = undefined as never;
  });

  test("is refused when it is sent again, and nothing is stored twice", async () => {
    await using bench = await aBench();
    await bench.upstream.deliver([aParcel({ id: 1 })], never);
    expect(await send()).toMatchObject({ status: 401, code: "nonce-used" });
    expect(references(bench)).toEqual(["TS10000001"]);
  });

  test("is refused with another body", async () => {
    await using bench = await aBench();
    await bench.upstream.inquire([aParcel({ id: 1 })], never);
    expect(await send({ body: gzipSync(JSON.stringify({ parcels: [] })) })).toMatchObject({ status: 400 });
    const body = gzipSync(JSON.stringify({ parcels: [{ id: 2, hash: "0".repeat(64) }] }));
    expect(await send({ body })).toMatchObject({ status: 401, code: "signature-wrong" });
  });

  test("is refused with another signature, at another place, by another key, and after a while", async () => {
    await using bench = await aBench();
    await bench.upstream.inquire([aParcel({ id: 1 })], never);
    const { headers, url } = caught;
    const with_ = (more: Record<string, string>) => send({ headers: { ...headers, ...more } });
    const flipped = headers.signature!.replace(/:(.)/, (_, first) => `:${first === "A" ? "B" : "A"}`);
    expect(await with_({ signature: flipped })).toMatchObject({ status: 401, code: "signature-wrong" });
    expect(await send({ url: new URL(`${url.href}?again`) })).toMatchObject({ status: 401 });
    const stranger = headers["signature-input"]!.replace(/keyid="[^"]+"/, 'keyid="0000000000000000"');
    expect(await with_({ "signature-input": stranger })).toMatchObject({ status: 401, code: "till-unknown" });
    const renewed = headers["signature-input"]!.replace(/nonce="[^"]+"/, 'nonce="another"');
    expect(await with_({ "signature-input": renewed })).toMatchObject({ status: 401, code: "signature-wrong" });
    await bench.clock.wind(301_000);
    expect(await send()).toMatchObject({ status: 401, code: "signature-stale" });
    expect(bench.hub.books.stored).toEqual([]);
  });
});
