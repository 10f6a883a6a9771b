import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Database } from "../../../db/till/file/sqlite.ts";
import { publicKeys } from "../../../src/daemon/home/keys.ts";
import { sealPending } from "../../../src/daemon/operations/seal-pending.ts";
import type { TillStatus } from "../../../src/daemon/till-status.ts";
import { ChainWalk } from "../../../src/invoice/seal/chain.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

interface Findings {
  readonly head: number;
  readonly broken: object | null;
}

async function stopped(till: TestTill): Promise<TestTill> {
  await till.till.stop();
  till.home[Symbol.dispose]();
  return till;
}

/** Takes the private seal key away and returns the way to put it back. */
function hideKey(folder: string): () => void {
  const keys = join(folder, "keys");
  const name = readdirSync(keys).find((name) => name.endsWith(".key.pem"))!;
  const pem = readFileSync(join(keys, name));
  rmSync(join(keys, name));
  return () => writeFileSync(join(keys, name), pem);
}

describe("a till without its seal key", () => {
  test("goes on selling, shows what is pending, and seals it once the key is back", async () => {
    await using first = await aTill();
    const before = await (await first.post("/v1/sales", aSale())).json();
    expect(before.seal.status).toBe("sealed");
    await stopped(first);
    const restore = hideKey(first.folder);

    const keyless = await aTill({ after: first });
    const sale = aSale();
    const pending = await (await keyless.post("/v1/sales", sale)).json();
    expect(pending.seal).toMatchObject({ keyId: null, status: "pending_seal" });
    expect(await sealPending(keyless.till.shop)).toBe("idle");
    const { lamps } = await (await keyless.get<TillStatus>("/v1/status")).json();
    expect(lamps.seal).toMatchObject({ light: "red", message: expect.stringContaining("1 records wait") });
    await stopped(keyless);
    restore();

    await using again = await aTill({ after: first });
    expect(await sealPending(again.till.shop)).toBe("worked");
    expect(await sealPending(again.till.shop)).toBe("idle");
    const sealed = await (await again.post("/v1/sales", sale)).json();
    expect(sealed.seal).toEqual({ ...pending.seal, keyId: before.seal.keyId, status: "sealed" });
    const walk = new ChainWalk(publicKeys(again.home.paths.keys));
    expect(walk.takeAll(again.home.ledger.journal.after(0, 1000))).toBeNull();
    expect(walk.pendingSeals).toBe(0);
  });

  test("catches up in pieces when much has piled up", async () => {
    await using first = await stopped(await aTill());
    const restore = hideKey(first.folder);
    const keyless = await aTill({ after: first });
    await Promise.all(Array.from({ length: 70 }, () => keyless.post("/v1/sales", aSale())));
    await stopped(keyless);
    restore();
    await using again = await aTill({ after: first });
    expect(again.home.ledger.journal.pendingSeals()).toBeGreaterThan(64);
    expect(await sealPending(again.till.shop)).toBe("worked");
    expect(await sealPending(again.till.shop)).toBe("worked");
    expect(again.home.ledger.journal.pendingSeals()).toBe(0);
  });
});

describe("a journal somebody edited", () => {
  async function damaged(edit: string): Promise<TestTill> {
    const first = await aTill();
    await first.post("/v1/sales", aSale({ requestId: "before" }));
    await first.post("/v1/sales", aSale());
    await stopped(first);
    const sqlite = new Database(first.home.paths.database);
    sqlite.exec(`DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays; ${edit}`);
    sqlite.close();
    return aTill({ after: first });
  }
  const lowerTotal = `UPDATE journal SET doc = replace(doc, '"total":130', '"total":13') WHERE seq = 4`;

  test("is found at start: the till only reads, and says which entry it is", async () => {
    await using till = await damaged(lowerTotal);
    const attempts: [string, object][] = [
      ["/v1/sales", aSale()],
      ["/v1/sales/some-request/abandon", { reason: "x" }],
      ["/v1/admin/clock/accept", { reason: "x" }],
    ];
    const head = till.home.ledger.journal.head();
    for (const [path, body] of attempts) {
      const refused = await till.post(path, body);
      expect(refused.status).toBe(503);
      expect(await problemOf(refused)).toMatchObject({ code: "journal-damaged", detail: expect.stringContaining("Entry 4") });
    }
    expect(till.home.ledger.journal.head()).toEqual(head);
    expect((await till.get("/v1/invoices")).status).toBe(200);
    const verified = await (await till.get("/v1/verify")).json();
    expect(verified).toMatchObject({ whole: false, broken: { seq: 4, kind: "invoice", fault: "content-altered" } });
    const { light, lamps } = await (await till.get<TillStatus>("/v1/status")).json();
    expect([light, lamps.journal.light]).toEqual(["red", "red"]);
  });

  test.each([
    ["another time", "UPDATE journal SET at = at + 1 WHERE seq = 4", "content-altered"],
    ["a signature's bit", "UPDATE journal SET sig = zeroblob(64) WHERE seq = 4", "bad-signature"],
    ["a row taken out", "PRAGMA foreign_keys = OFF; DELETE FROM journal WHERE seq = 4", "gap"],
  ])("%s is found as well", async (_, edit, fault) => {
    await using till = await damaged(edit);
    expect((await (await till.get<Findings>("/v1/verify")).json()).broken).toMatchObject({ fault });
    expect((await till.post("/v1/sales", aSale())).status).toBe(503);
  });
});

describe("a whole journal", () => {
  test("is walked to its head by and by", async () => {
    await using till = await aTill();
    await till.post("/v1/sales", aSale());
    const { head } = await (await till.get<Findings>("/v1/verify")).json();
    till.till.start();
    await till.clock.wind(1);
    expect(await (await till.get("/v1/verify")).json()).toEqual({
      whole: true,
      checkedTo: head,
      head,
      pendingSeals: 0,
      broken: null,
    });
    const { seq, hash } = await (await till.get<{ seq: number; hash: string }>("/v1/journal/head")).json();
    expect(seq).toBe(head);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
