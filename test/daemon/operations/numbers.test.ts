import { describe, expect, test } from "vitest";
import type { NewRange } from "../../../db/till/books/numbers/ranges.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { problemOf } from "../problem.ts";

/** Hands the till a range of its own, so that no demo range opens. */
function addRange(till: TestTill, range: Partial<NewRange> = {}) {
  const { ledger } = till.home;
  const whole = {
    seller: "12345675",
    period: "11512",
    invoiceType: "07",
    track: "AB",
    first: 0,
    last: 1,
    source: "test",
    ...range,
  };
  return ledger.write(() => ledger.ranges.add(whole));
}

async function sell(till: TestTill, sale = aSale()): Promise<string> {
  const answer = await till.post("/v1/sales", sale);
  const body = await answer.json();
  return answer.status === 201 ? body.number : `${answer.status} ${body.code}`;
}

describe("when the numbers run out", () => {
  test("the last one is sold, then sales are refused without using anything, until a range comes", async () => {
    await using till = await aTill();
    await addRange(till);
    expect([await sell(till), await sell(till)]).toEqual(["AB00000000", "AB00000001"]);
    const head = till.home.ledger.journal.head();
    const waiting = aSale();
    const refused = await till.post("/v1/sales", waiting);
    expect(refused.status).toBe(503);
    expect(await problemOf(refused)).toMatchObject({ code: "numbers-exhausted", hint: expect.stringContaining("備用發票") });
    expect(till.home.ledger.journal.head()).toEqual(head);

    await addRange(till, { track: "CD", first: 50, last: 99 });
    expect(await sell(till, waiting)).toBe("CD00000050");
  });

  test("the next standby range is taken up by itself, in the order they came", async () => {
    await using till = await aTill();
    await addRange(till);
    await addRange(till, { track: "ZZ" });
    await addRange(till, { track: "AA" });
    const sold: string[] = [];
    for (let sale = 0; sale < 6; sale++) sold.push(await sell(till));
    expect(sold).toEqual(["AB00000000", "AB00000001", "ZZ00000000", "ZZ00000001", "AA00000000", "AA00000001"]);
    expect(till.home.ledger.ranges.list().map(({ state }) => state)).toEqual(["spent", "spent", "spent"]);
  });

  test("ranges of another seller, period or kind are never touched", async () => {
    await using till = await aTill();
    await addRange(till, { first: 0, last: 0 });
    await addRange(till, { track: "CD", seller: "04595257" });
    await addRange(till, { track: "EF", period: "11602" });
    await addRange(till, { track: "GH", invoiceType: "08" });
    expect(await sell(till)).toBe("AB00000000");
    expect(await sell(till)).toBe("503 numbers-exhausted");
  });

  test("what remains is told with each invoice", async () => {
    await using till = await aTill();
    await addRange(till);
    await addRange(till, { track: "CD", first: 0, last: 49 });
    const answer = await (await till.post("/v1/sales", aSale())).json();
    expect(answer.remaining.numbers).toBe(51);
  });
});

describe("slots bound beforehand", () => {
  test("bring their own random code and cipher, which the codes carry", async () => {
    await using till = await aTill();
    const { ledger } = till.home;
    const cipher = "73UqXrAk5DsVNv2VEvIFkQ==";
    const range = await addRange(till);
    await ledger.write(() => ledger.ranges.addSlots(range.id, [{ number: 0, randomCode: "0007", cipher }]));
    const bound = await (await till.post("/v1/sales", aSale())).json();
    expect(bound).toMatchObject({ number: "AB00000000", randomCode: "0007", codes: { barcode: "11512AB000000000007" } });
    expect(bound.codes.qrLeft.slice(53, 77)).toBe(cipher);

    const free = await (await till.post("/v1/sales", aSale())).json();
    expect(free.codes.qrLeft.slice(53, 77)).not.toBe(cipher);
  });
});

describe("random codes", () => {
  test("come from the world's chance, evenly: values that would favour small codes are thrown away", async () => {
    const chance = [60_000, 59_999, 65_535, 42];
    const bytes = (count: number) => {
      const value = count === 2 ? chance.shift()! : 0;
      return count === 2 ? Uint8Array.of(value >> 8, value & 255) : new Uint8Array(count);
    };
    await using till = await aTill({ world: { randomBytes: bytes } });
    const codes = [];
    for (let sale = 0; sale < 2; sale++) codes.push((await (await till.post("/v1/sales", aSale())).json()).randomCode);
    expect(codes).toEqual(["9999", "0042"]);
  });

  test("do not repeat within the newest thousand", async () => {
    const chance = [1234, 1234, 1234, 777];
    await using till = await aTill({
      world: { randomBytes: (count) => (count === 2 ? pair(chance.shift()!) : new Uint8Array(count)) },
    });
    const codes = [];
    for (let sale = 0; sale < 2; sale++) codes.push((await (await till.post("/v1/sales", aSale())).json()).randomCode);
    expect(codes).toEqual(["1234", "0777"]);
  });
});

describe("the period turns at midnight in Taipei", () => {
  test("the next period's range opens, the old one closes, and a demo till makes itself a new one", async () => {
    await using till = await aTill({ clock: new WoundClock(Date.parse("2026-12-31T23:59:58+08:00")) });
    expect(await (await till.post("/v1/sales", aSale())).json()).toMatchObject({ id: "11512-TS00000000" });
    await till.clock.wind(2000);
    const first = await (await till.post("/v1/sales", aSale())).json();
    expect(first).toMatchObject({ id: "11602-TS00000000", issuedAt: "2027-01-01T00:00:00+08:00" });
    expect(first.codes.barcode.startsWith("11602TS00000000")).toBe(true);
    expect(till.home.ledger.ranges.list().map(({ period, state }) => `${period} ${state}`)).toEqual([
      "11512 closed",
      "11602 open",
    ]);
  });

  test("a range imported for the next period waits for it", async () => {
    await using till = await aTill({ clock: new WoundClock(Date.parse("2026-12-31T23:59:59+08:00")) });
    await addRange(till, { period: "11602", track: "CD" });
    await addRange(till, { first: 0, last: 49 });
    expect(await sell(till)).toBe("AB00000000");
    await till.clock.wind(1000);
    expect(await sell(till)).toBe("CD00000000");
  });
});

function pair(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 255);
}
