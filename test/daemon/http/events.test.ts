import { expect, test } from "vitest";
import { type Answer, aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

interface Heard {
  readonly event: string;
  readonly data: { readonly number?: string; readonly state?: string; readonly client?: string };
}

/** Listens from now on. */
class Listener {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = "";

  private constructor(answer: Answer<unknown>) {
    this.#reader = answer.body!.getReader();
  }

  static async to(till: TestTill, headers = {}): Promise<Listener> {
    const answer = await till.get("/v1/events", headers);
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const listener = new Listener(answer);
    await listener.#readOn();
    expect(listener.#text).toContain(": listening");
    return listener;
  }

  /** Waits for so many happenings. */
  async hear(count: number): Promise<Heard[]> {
    for (;;) {
      const heard = [...this.#text.matchAll(/event: (.+)\ndata: (.+)\n/g)].map(([, event, data]) => ({
        event: event!,
        data: JSON.parse(data!),
      }));
      if (heard.length >= count) return heard;
      await this.#readOn();
    }
  }

  get text(): string {
    return this.#text;
  }

  async readOnce(): Promise<string> {
    await this.#readOn();
    return this.#text;
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }

  async #readOn(): Promise<void> {
    const { value } = await this.#reader.read();
    this.#text += Buffer.from(value ?? []).toString("utf8");
  }
}

test("a sale is heard as it is committed: the invoice, then its slip", async () => {
  await using till = await aTill();
  const listener = await Listener.to(till);
  const { number } = await (await till.post("/v1/sales", aSale())).json();
  expect(await listener.hear(2)).toMatchObject([
    { event: "invoice", data: { number, total: 130 } },
    { event: "slip", data: { state: "waiting", invoice: `11512-${number}` } },
  ]);
  await listener.leave();
});

test("a replay is not heard again", async () => {
  await using till = await aTill();
  const sale = aSale();
  await till.post("/v1/sales", sale);
  const listener = await Listener.to(till);
  await till.post("/v1/sales", sale);
  await till.post("/v1/sales", aSale());
  expect((await listener.hear(2)).map(({ data }) => data.number).filter(Boolean)).toEqual(["TS00000001"]);
  await listener.leave();
});

test("a selling token hears of its own sales only", async () => {
  await using till = await aTill();
  const own = await Listener.to(till, { authorization: `Bearer ${await till.token("POS1", "sell")}` });
  await till.post("/v1/sales", aSale());
  await till.post("/v1/sales", aSale(), { authorization: "Bearer secret-of-POS1" });
  const heard = await own.hear(2);
  expect(heard).toHaveLength(2);
  expect(heard[0]!.data).toMatchObject({ client: "POS1", number: "TS00000001" });
  await own.leave();
});

test("no random code, name or price of a line is told to listeners", async () => {
  await using till = await aTill();
  const listener = await Listener.to(till);
  const { randomCode } = await (await till.post("/v1/sales", aSale())).json();
  await listener.hear(2);
  expect(listener.text).not.toContain("珍珠奶茶");
  expect(listener.text).not.toContain(`"${randomCode}"`);
  await listener.leave();
});

test("a quiet stream says now and then that it is still there", async () => {
  await using till = await aTill();
  const listener = await Listener.to(till);
  await till.clock.wind(15_000);
  expect(await listener.readOnce()).toContain(": still here");
  await listener.leave();
});

test("who leaves is forgotten, and too many listeners are refused with a problem document", async () => {
  await using till = await aTill();
  const { feed } = till.till.shop;
  const before = feed.listeners;
  const listeners: Listener[] = [];
  while (feed.listeners < 64) listeners.push(await Listener.to(till));
  expect(await problemOf(await till.get("/v1/events"))).toMatchObject({ status: 503, code: "too-many-listeners" });
  for (const listener of listeners) await listener.leave();
  await till.clock.wind(1);
  expect(feed.listeners).toBe(before);
});
