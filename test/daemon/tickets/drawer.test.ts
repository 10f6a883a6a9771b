import { expect, test } from "vitest";
import { aSale } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aCounter, aWire, countOf, print, pulses, stateOf, type Ticket, until } from "./a-counter.ts";

const cash = { payments: [{ method: "cash", amount: 130 }] };
const card = { payments: [{ method: "card", amount: 130 }] };

/** How often the drawer opened for such a sale, printed to its end. */
async function opened(drawer: string | undefined, sale: object): Promise<number> {
  const wire = aWire();
  await using till = await aCounter(wire, { config: drawer === undefined ? {} : { drawer } });
  const sold = aSale(sale);
  const { slip } = await (await till.post("/v1/sales", sold)).json();
  await till.post("/v1/sales", sold);
  till.till.start();
  await until(() => till.home.ledger.slips.find(Number(slip!.id))?.state === "sent");
  return countOf(wire.bytes(), pulses.two);
}

test("a sale opens the drawer as the shop says, or as the POS says, and never where the shop says never", async () => {
  expect(await opened(undefined, cash)).toBe(0);
  expect(await opened("asked", cash)).toBe(0);
  expect(await opened("asked", { ...card, openDrawer: true })).toBe(1);
  expect(await opened("cash", cash)).toBe(1);
  expect(
    await opened("cash", {
      payments: [...card.payments.map((one) => ({ ...one, amount: 30 })), { method: "現金", amount: 100 }],
    }),
  ).toBe(1);
  expect(await opened("cash", card)).toBe(0);
  expect(await opened("cash", { ...cash, openDrawer: false })).toBe(0);
  expect(await opened("never", { ...cash, openDrawer: true })).toBe(0);
});

test("a sale entered late opens no drawer by itself", async () => {
  expect(await opened("cash", { ...cash, late: true, soldAt: "2026-11-01T10:00:00+08:00" })).toBe(0);
});

test("the drawer opens before the slip is printed, and once though the sale is sent again", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, { config: { drawer: "cash" } });
  const sale = aSale(cash);
  const { slip } = await (await till.post("/v1/sales", sale)).json();
  expect((await till.post("/v1/sales", sale)).headers.get("idempotent-replayed")).toBe("true");
  till.till.start();
  await until(() => till.home.ledger.slips.find(Number(slip!.id))?.state === "sent");
  const bytes = wire.bytes();
  expect(countOf(bytes, pulses.two)).toBe(1);
  expect(bytes.indexOf(pulses.two)).toBeLessThan(bytes.indexOf(Buffer.of(0x1d, 0x76, 0x30)));
});

test("a sale without paper opens the drawer too", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, { config: { drawer: "cash" } });
  await till.post("/v1/sales", aSale({ ...cash, carrier: { type: "3J0002", id: "/ABC+123" } }));
  till.till.start();
  await until(() => countOf(wire.bytes(), pulses.two) === 1);
});

test("a printer that was away for more than thirty seconds prints the slip and leaves the drawer shut", async () => {
  const [wire, clock] = [aWire(), new WoundClock()];
  wire.away = true;
  await using till = await aCounter(wire, { clock, config: { drawer: "cash" } });
  const { slip } = await (await till.post("/v1/sales", aSale(cash))).json();
  till.till.start();
  await clock.wind(31_000);
  wire.away = false;
  await clock.wind(5_000);
  await until(() => till.home.ledger.slips.find(Number(slip!.id))?.state === "sent");
  expect(countOf(wire.bytes(), pulses.two)).toBe(0);
  expect(till.home.ledger.tickets.find(1)).toMatchObject({
    state: "dropped",
    reason: "the printer was away for more than 30 seconds",
  });
});

test("a printer that was away for a moment opens the drawer when it is back", async () => {
  const [wire, clock] = [aWire(), new WoundClock()];
  wire.away = true;
  await using till = await aCounter(wire, { clock, config: { drawer: "cash" } });
  await till.post("/v1/sales", aSale(cash));
  till.till.start();
  await clock.wind(20_000);
  wire.away = false;
  await clock.wind(5_000);
  await until(() => countOf(wire.bytes(), pulses.two) === 1);
});

test("an operator opens either pin's drawer once for each key, and the journal says who did", async () => {
  const wire = aWire();
  await using till = await aCounter(wire);
  const open = (body: object, key: string, headers = {}) =>
    till.post<Ticket>("/v1/printers/front/drawer", body, { "idempotency-key": key, ...headers });
  const before = till.home.ledger.journal.head().seq;
  const [first, again, five] = [await open({ pin: 2 }, "a"), await open({ pin: 2 }, "a"), await open({ pin: 5 }, "b")];
  expect([first.status, again.status, five.status]).toEqual([202, 200, 202]);
  const entries = [1, 2].map((step) => till.home.ledger.journal.find(before + step)!);
  expect(entries.map(({ kind, doc }) => [kind, JSON.parse(doc)])).toMatchObject([
    ["drawer", { by: "test", pin: 2, printer: "front" }],
    ["drawer", { by: "test", pin: 5, printer: "front" }],
  ]);
  till.till.start();
  const last = await five.json();
  await until(() => stateOf(till, last) === "sent");
  expect([countOf(wire.bytes(), pulses.two), countOf(wire.bytes(), pulses.five)]).toEqual([1, 1]);
  const seller = { authorization: `Bearer ${await till.token("pos", "sell")}` };
  expect((await open({ pin: 2 }, "c", seller)).status).toBe(403);
  const wrong = await open({ pin: 3 }, "d");
  expect([wrong.status, (await wrong.json()).faults]).toMatchObject([
    422,
    [{ path: "pin", message: "a drawer hangs on pin 2 or on pin 5." }],
  ]);
  expect((await till.post("/v1/printers/attic/drawer", {})).status).toBe(404);
});

test("a ticket's drawer opens before its paper, and not when it waited too long, but the paper comes", async () => {
  const [wire, clock] = [aWire(), new WoundClock()];
  await using till = await aCounter(wire, { clock });
  const blocks = [
    { type: "text", text: "X" },
    { type: "drawer", pin: 5 },
  ];
  const intime = await (await print(till, blocks)).json();
  till.till.start();
  await until(() => stateOf(till, intime) === "sent");
  expect(wire.bytes().indexOf(pulses.five)).toBeLessThan(wire.bytes().indexOf(Buffer.of(0x1d, 0x76)));
  wire.away = true;
  await till.post("/v1/printers/front/pause", {});
  const late = await (await print(till, blocks)).json();
  await clock.wind(60_000);
  wire.away = false;
  await till.post("/v1/printers/front/resume", {});
  await clock.wind(5_000);
  await until(() => stateOf(till, late) === "sent");
  expect(countOf(wire.bytes(), pulses.five)).toBe(1);
});
