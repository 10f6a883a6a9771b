import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { aSale } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aCounter, aFolder, aWire, countOf, print, stateOf, type Ticket, until } from "./a-counter.ts";

const hybrid = { encoding: "hybrid", text: "cp950" } as const;
const said = (text: string) => [{ type: "text", text }];

test("tickets and slips come out in the order in which they were asked for", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, {}, hybrid);
  await print(till, said("TICKET-ONE"));
  await till.post("/v1/sales", aSale({ orderId: "SALE-ONE" }));
  await print(till, said("TICKET-TWO"));
  await print(till, said("TICKET-THREE"));
  await till.post("/v1/sales", aSale({ orderId: "SALE-TWO" }));
  const last = await (await print(till, said("TICKET-FOUR"))).json();
  till.till.start();
  await until(() => stateOf(till, last) === "sent");
  const words = wire
    .bytes()
    .toString("latin1")
    .match(/(TICKET|SALE)-[A-Z]+/g);
  expect(words).toEqual(["TICKET-ONE", "SALE-ONE", "TICKET-TWO", "TICKET-THREE", "SALE-TWO", "TICKET-FOUR"]);
});

test("a ticket asked for twice under one key is printed once, and another ticket under that key is refused", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, {}, hybrid);
  const [first, again] = [await print(till, said("ONCE"), { key: "k1" }), await print(till, said("ONCE"), { key: "k1" })];
  expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([202, 200, "true"]);
  const ticket = await first.json();
  expect((await again.json()).id).toBe(ticket.id);
  expect(await (await print(till, said("OTHER"), { key: "k1" })).json()).toMatchObject({ code: "request-reused" });
  till.till.start();
  await until(() => stateOf(till, ticket) === "sent");
  expect(countOf(wire.bytes(), Buffer.from("ONCE"))).toBe(1);
});

test("copies are printed one after the other, each with a cut of its own", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, {}, hybrid);
  const ticket = await (await print(till, said("COPY"), { copies: 3 })).json();
  till.till.start();
  await until(() => stateOf(till, ticket) === "sent");
  expect(countOf(wire.bytes(), Buffer.from("COPY"))).toBe(3);
  expect(countOf(wire.bytes(), Buffer.of(0x1d, 0x56, 0x42, 0))).toBe(3);
});

test("a waiting ticket survives a restart, and one that was on the wire is uncertain and not printed again", async () => {
  const [folder, wire] = [aFolder(), aWire()];
  const [waiting, sending] = await (async () => {
    await using till = await aCounter(wire, { folder }, hybrid);
    const asked = [await (await print(till, said("WAITS"))).json(), await (await print(till, said("ON-THE-WIRE"))).json()];
    const row = till.home.ledger.tickets.find(Number(asked[1]!.id))!;
    await till.home.ledger.write(() => till.home.ledger.tickets.move(row, "start", { at: 1 }));
    return [asked[0]!, asked[1]!];
  })();
  await using till = await aCounter(wire, { folder }, hybrid);
  till.till.start();
  await until(() => stateOf(till, waiting) === "sent");
  const told = await (await till.get<Ticket>(`/v1/tickets/${sending.id}`)).json();
  expect(told).toMatchObject({ state: "uncertain", reason: "the till stopped while this ticket was being printed" });
  expect(wire.bytes().toString("latin1")).not.toContain("ON-THE-WIRE");
  expect((await print(till, said("ON-THE-WIRE"), { key: "another" })).status).toBe(202);
  rmSync(folder, { recursive: true });
});

test("with wait=paper the answer says what became of the ticket, and listeners hear of every move", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, {}, hybrid);
  const heard: string[] = [];
  till.till.shop.feed.listen((happening) => happening.kind === "ticket" && heard.push(happening.state));
  till.till.start();
  const answer = await till.post<Ticket>("/v1/print?wait=paper", { blocks: said("NOW") });
  expect([answer.status, (await answer.json()).state]).toEqual([202, "sent"]);
  expect(heard).toEqual(["waiting", "sending", "sent"]);
});

test("selling and operating tokens print, reading ones do not, and a POS sees its own tickets only", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, {}, hybrid);
  const bearer = async (name: string, scope: "sell" | "read" | "operate") => ({
    authorization: `Bearer ${await till.token(name, scope)}`,
  });
  const [sell, other, read, operate] = [
    await bearer("pos1", "sell"),
    await bearer("pos2", "sell"),
    await bearer("books", "read"),
    await bearer("boss", "operate"),
  ];
  const asked = await till.post<Ticket>("/v1/print", { blocks: said("A") }, sell);
  const { id } = await asked.json();
  expect(asked.status).toBe(202);
  expect((await till.post("/v1/print", { blocks: said("B") }, operate)).status).toBe(202);
  expect((await till.post("/v1/print", { blocks: said("C") }, read)).status).toBe(403);
  const seen = await Promise.all([sell, other, read, operate].map((headers) => till.get(`/v1/tickets/${id}`, headers)));
  expect(seen.map(({ status }) => status)).toEqual([200, 404, 200, 200]);
});

test("a thousand tickets wait, the next one is refused and comes in when one is done", async () => {
  const wire = aWire();
  await using till = await aCounter(wire, {}, hybrid);
  const { ledger } = till.home;
  const row = {
    printer: "front",
    bytes: Buffer.of(1),
    paperMm: 1,
    drawerPin: null,
    client: "pos",
    requestId: null,
    createdAt: 0,
  };
  await ledger.write(() => {
    for (let count = 0; count < 1000; count++) ledger.tickets.add(row);
  });
  const refused = await print(till, said("X"));
  expect([refused.status, refused.headers.get("retry-after"), (await refused.json()).code]).toEqual([503, "30", "tickets-full"]);
  // A sale is made all the same; only its drawer stays shut.
  expect((await till.post("/v1/sales", aSale({ openDrawer: true }))).status).toBe(201);
  const first = ledger.tickets.find(1)!;
  await ledger.write(() => ledger.tickets.move(first, "drop", { at: 0 }));
  expect((await print(till, said("X"))).status).toBe(202);
});

test("ended tickets are kept for a week, and the newest for ever, so that no id is given twice", async () => {
  const [wire, clock] = [aWire(), new WoundClock()];
  await using till = await aCounter(wire, { clock }, hybrid);
  const { tickets } = till.home.ledger;
  const end = async ({ id }: Ticket, at: number) => {
    await till.home.ledger.write(() => tickets.move(tickets.find(Number(id))!, "drop", { at }));
  };
  const now = () => Math.floor(clock.now().getTime() / 1000);
  const old = await (await print(till, said("OLD"), { key: "old" })).json();
  await end(old, now());
  await clock.wind(7 * 86_400_000 + 2000);
  const next = await (await print(till, said("NEXT"))).json();
  expect(Number(next.id)).toBe(Number(old.id) + 1); // it was the newest when the week was over
  await end(next, now());
  await print(till, said("AFTER"));
  expect([stateOf(till, old), stateOf(till, next)]).toEqual([undefined, "dropped"]);
  expect(await (await print(till, said("OLD"), { key: "old" })).json()).toMatchObject({ code: "not-found" });
  await till.home.ledger.write(() => tickets.forget(Number.MAX_SAFE_INTEGER));
  expect([stateOf(till, next), tickets.find(3)?.state]).toEqual([undefined, "waiting"]);
});

test("without a printer of that name nothing is queued", async () => {
  const wire = aWire();
  await using till = await aCounter(wire);
  const answer = await print(till, said("X"), { printer: "kitchen" });
  expect([answer.status, (await answer.json()).detail]).toEqual([404, 'There is no printer "kitchen".']);
});

test("a printer and a role beside each other are refused, both by name, and nothing of numbers is said", async () => {
  const wire = aWire();
  await using till = await aCounter(wire);
  const answer = await till.post<Ticket & { hint: string }>("/v1/print", {
    blocks: said("X"),
    printer: "front",
    role: "kitchen",
  });
  const { faults, hint } = await answer.json();
  expect(answer.status).toBe(422);
  expect(faults).toMatchObject([{ path: "role", message: expect.stringMatching(/`printer`.*`role`/) }]);
  expect(hint).toBe("Mend what `faults` names and send it again.");
});
