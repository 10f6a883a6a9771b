import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentLog } from "../../../src/base/log.ts";
import { findEnrolmentKey } from "../../../src/daemon/home/enrolment-key.ts";
import { hub } from "../../../src/sync/hub/hub.ts";
import { nodeWire } from "../../../src/sync/hub/node-wire.ts";
import { aReferenceHub } from "../../sync/reference-hub/reference-hub.ts";
import { aTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { answer } from "../operations/undo/acts.ts";
import { problemOf } from "../problem.ts";

/** A till that its hub does not know yet. */
async function aStranger() {
  const clock = new WoundClock();
  const reference = await aReferenceHub(clock);
  let keyPath = "";
  const upstream = hub(reference.address, {
    clock,
    log: silentLog,
    wire: nodeWire,
    randomBytes: (count) => randomBytes(count),
    enrolmentKey: () => findEnrolmentKey(keyPath),
  });
  const till = await aTill({ clock, config: { upstream: reference.address.href }, world: { upstreamOf: () => upstream } });
  keyPath = join(till.folder, "keys", "hub.key");
  return {
    till,
    reference,
    keyPath,
    async [Symbol.asyncDispose]() {
      await till[Symbol.asyncDispose]();
      await reference[Symbol.asyncDispose]();
    },
  };
}

const enrol = "/v1/admin/upstream/enrol";

test("a till becomes known to its hub by a one-time code, and signs with a key of its own that only its owner can read", async () => {
  await using shop = await aStranger();
  shop.reference.books.giveCode("K7-2Q");
  const enrolled = await answer<{ till: string }>(shop.till.post(enrol, { code: "K7-2Q" }), 201);
  expect(enrolled).toMatchObject({ hub: "總公司", address: shop.reference.address.href });
  expect(shop.reference.books.publicKeyOf(enrolled.till)).toBeDefined();
  expect(statSync(shop.keyPath).mode & 0o777).toBe(0o600);
  const { journal } = shop.till.home.ledger;
  expect(journal.find(journal.head().seq)).toMatchObject({ kind: "enrol" });
  expect(journal.find(journal.head().seq)!.doc).not.toContain("K7-2Q");
});

test("a lost answer burns no code: asked again, the till is enrolled with the same key", async () => {
  await using shop = await aStranger();
  shop.reference.books.giveCode("K7-2Q");
  shop.reference.moods.push("lose-after");
  expect(await problemOf(await shop.till.post(enrol, { code: "K7-2Q" }))).toMatchObject({ code: "upstream-away", status: 503 });
  expect(existsSync(shop.keyPath)).toBe(true);
  await answer(shop.till.post(enrol, { code: "K7-2Q" }), 201);
});

test("a code that was used by another till, or that is none, is refused in words", async () => {
  await using shop = await aStranger();
  expect(await problemOf(await shop.till.post(enrol, { code: "K7-2Q" }))).toMatchObject({
    code: "enrolment-refused",
    status: 409,
    hint: expect.stringContaining("fresh code"),
  });
  expect(await problemOf(await shop.till.post(enrol, { code: "two words" }))).toMatchObject({ status: 422 });
});

test("a till without a hub says that there is nowhere to enrol", async () => {
  await using till = await aTill();
  expect(await problemOf(await till.post(enrol, { code: "K7-2Q" }))).toMatchObject({ code: "no-hub", status: 409 });
});
