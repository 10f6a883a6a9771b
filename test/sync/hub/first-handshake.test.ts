import { expect, test } from "vitest";
import { hub } from "../../../src/sync/hub/hub.ts";
import { aParcel } from "../a-parcel.ts";
import { aHub } from "../reference-hub/a-hub.ts";

const never = new AbortController().signal;

test("nothing is handed to a hub before it was told what it may have forgotten, in each life of the till and of the hub", async () => {
  await using bench = await aHub();
  const { books, address } = bench.hub;
  const upstream = hub(address, bench.world); // another life of the same till
  const deliver = async () => (await upstream.deliver([aParcel({ id: 1 })], never)).result;
  expect([await deliver(), books.stored]).toEqual(["unreachable", []]);
  upstream.lender!.caughtUp!(books.epoch);
  expect([await deliver(), books.stored.length]).toEqual(["answered", 1]);

  books.restore(books.copy());
  expect([await deliver(), upstream.lender!.epoch]).toEqual(["unreachable", books.epoch]);
  expect(await deliver()).toBe("unreachable");
  upstream.lender!.caughtUp!(books.epoch);
  expect(await deliver()).toBe("unreachable"); // the hub itself still waits for the handshake
});
