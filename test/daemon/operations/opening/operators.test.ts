import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshPin, isWeak } from "../../../../src/daemon/pins.ts";
import { aTill, type TestTill } from "../../../till/a-till.ts";
import { WoundClock } from "../../../wound-clock.ts";
import { problemOf } from "../../problem.ts";

interface Operator {
  readonly name: string;
  readonly role: string;
  readonly pin: string | null;
}

const add = (till: TestTill, body: object, headers = {}) => till.post<Operator>("/v1/admin/operators", body, headers);
const check = (till: TestTill, pin: string, name = "amy") => till.post<Operator>(`/v1/operators/${name}/check`, { pin });
const amy = { name: "amy", role: "cashier", pin: "4071" };

/** `[status, problem code or name, Retry-After]` */
async function outcome(till: TestTill, pin: string, name = "amy") {
  const answer = await check(till, pin, name);
  const { code, ...operator } = (await answer.json()) as Operator & { code?: string };
  return [answer.status, code ?? operator.name, answer.headers.get("retry-after")];
}

describe("who signs in", () => {
  test("with the right PIN is told who they are and in which role", async () => {
    await using till = await aTill();
    expect(await (await add(till, amy)).json()).toEqual({ name: "amy", role: "cashier", pin: null });
    const right = await check(till, "4071");
    expect([right.status, await right.json()]).toEqual([200, { name: "amy", role: "cashier" }]);
    expect(await outcome(till, "4072")).toEqual([403, "pin-wrong", null]);
    expect(await outcome(till, "4071", "nobody")).toEqual([403, "pin-wrong", null]);
  });

  test("without a PIN of their own gets one that the till made, shown once", async () => {
    await using till = await aTill();
    const { pin } = await (await add(till, { name: "bea", role: "manager" })).json();
    expect(pin).toMatch(/^\d{6}$/);
    expect((await check(till, pin!, "bea")).status).toBe(200);
    expect(await (await till.get("/v1/admin/operators")).text()).not.toContain(pin);
  });

  test("may be given another PIN, and be let go", async () => {
    await using till = await aTill();
    await add(till, amy);
    expect((await till.post("/v1/admin/operators/amy/pin", { pin: "7391" })).status).toBe(200);
    expect([(await check(till, "4071")).status, (await check(till, "7391")).status]).toEqual([403, 200]);
    expect((await till.post("/v1/admin/operators/amy/remove", {})).status).toBe(200);
    expect((await check(till, "7391")).status).toBe(403);
    expect((await till.post("/v1/admin/operators/amy/remove", {})).status).toBe(404);
    expect((await till.post("/v1/admin/operators/amy/pin", { pin: "7391" })).status).toBe(404);
  });

  test.each([
    ["0000", "pin-weak"],
    ["1234", "pin-weak"],
    ["9876", "pin-weak"],
    ["7890", "pin-weak"],
    ["1212", "pin-weak"],
    ["123", "request-invalid"],
    ["1234567890123", "request-invalid"],
    ["12a4", "request-invalid"],
  ])("never gets the PIN %s", async (pin, code) => {
    await using till = await aTill();
    const refused = await add(till, { ...amy, pin });
    expect([refused.status, (await problemOf(refused)).code]).toEqual([422, code]);
  });

  test("is one person: a second of the same name is refused", async () => {
    await using till = await aTill();
    await add(till, amy);
    const refused = await add(till, { ...amy, role: "manager", pin: "7391" });
    expect([refused.status, (await problemOf(refused)).code]).toEqual([409, "operator-there"]);
    expect(await (await check(till, "4071")).json()).toEqual({ name: "amy", role: "cashier" });
  });
});

describe("guessing", () => {
  test("costs nothing three times, then a wait that doubles, up to an hour; the right PIN ends it", async () => {
    await using till = await aTill();
    await add(till, amy);
    for (let time = 0; time < 3; time++) expect(await outcome(till, "1111")).toEqual([403, "pin-wrong", null]);
    for (const seconds of [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      expect(await outcome(till, "1111")).toEqual([403, "pin-wrong", null]);
      expect(await outcome(till, "4071")).toEqual([503, "pin-locked", String(seconds)]);
      await till.clock.wind(seconds * 1000);
    }
    expect(await outcome(till, "4071")).toEqual([200, "amy", null]);
    for (let time = 0; time < 3; time++) expect(await outcome(till, "1111")).toEqual([403, "pin-wrong", null]);
    expect(await outcome(till, "4071")).toEqual([200, "amy", null]);
  });

  test("all at once gets no more tries than one after the other", async () => {
    await using till = await aTill();
    await add(till, amy);
    const guesses = await Promise.all(Array.from({ length: 12 }, () => outcome(till, "1111")));
    expect(guesses.filter(([, code]) => code === "pin-wrong")).toHaveLength(4);
    expect(guesses.filter(([, code]) => code === "pin-locked")).toHaveLength(8);
  });

  test("is not forgotten by a restart, and a new PIN ends the wait", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tillseal-pins-"));
    const clock = new WoundClock();
    const before = await aTill({ folder, clock });
    await add(before, amy);
    for (let time = 0; time < 4; time++) await check(before, "1111");
    await before[Symbol.asyncDispose]();
    {
      await using till = await aTill({ folder, clock });
      expect((await outcome(till, "4071"))[1]).toBe("pin-locked");
      expect(await (await till.get("/v1/admin/operators")).json()).toMatchObject({
        operators: [{ lockedUntil: expect.any(String) }],
      });
      await till.post("/v1/admin/operators/amy/pin", { pin: "7391" });
      expect(await outcome(till, "7391")).toEqual([200, "amy", null]);
    }
    rmSync(folder, { recursive: true });
  });
});

describe("a PIN", () => {
  test("is in no journal entry and not in the database, which without the pepper tells it to nobody", async () => {
    await using till = await aTill();
    await add(till, { ...amy, pin: "836152749013" });
    const files = ["", "-wal"].map((beside) => readFileSync(`${till.home.paths.database}${beside}`, "latin1")).join();
    expect(files).not.toContain("836152749013");
    expect(statSync(till.home.paths.pinPepper).mode & 0o777).toBe(0o600);
    const pepper = readFileSync(till.home.paths.pinPepper, "latin1").trim();
    expect(pepper).toMatch(/^[0-9a-f]{64}$/);
    expect(files).not.toContain(Buffer.from(pepper, "hex").toString("latin1"));
    const { kind, doc } = till.home.ledger.journal.newestOf("operator")!;
    expect([kind, JSON.parse(doc)]).toEqual(["operator", expect.objectContaining({ event: "added", name: "amy", by: "test" })]);
  });

  test("that the till made is not told anew for a repeated request, which would tell a PIN that opens nothing", async () => {
    await using till = await aTill();
    const again = { "idempotency-key": "operator-1" };
    const { pin } = await (await add(till, { name: "bea", role: "manager" }, again)).json();
    const refused = await add(till, { name: "bea", role: "manager" }, again);
    expect([refused.status, (await problemOf(refused)).code]).toEqual([409, "request-reused"]);
    expect((await check(till, pin!, "bea")).status).toBe(200);
  });

  test("that was given may be sent again under its key, another one may not", async () => {
    await using till = await aTill();
    const again = { "idempotency-key": "operator-1" };
    await add(till, amy, again);
    expect((await add(till, amy, again)).status).toBe(201);
    expect((await problemOf(await add(till, { ...amy, pin: "7391" }, again))).code).toBe("request-reused");
    expect((await check(till, "4071")).status).toBe(200);
  });

  test("that the till makes is never one that is tried first", () => {
    for (let time = 0; time < 1000; time++) expect(isWeak(freshPin())).toBe(false);
  });
});

test("operators are an admin's business; who checks a PIN must operate", async () => {
  await using till = await aTill();
  await add(till, amy);
  const sell = { authorization: `Bearer ${await till.token("pos", "sell")}` };
  const operate = { authorization: `Bearer ${await till.token("panel", "operate")}` };
  expect((await add(till, amy, operate)).status).toBe(403);
  expect((await till.post("/v1/operators/amy/check", { pin: "4071" }, sell)).status).toBe(403);
  expect((await till.post("/v1/operators/amy/check", { pin: "4071" }, operate)).status).toBe(200);
});
