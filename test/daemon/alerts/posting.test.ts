import { describe, expect, test, vi } from "vitest";
import type { Fate } from "../../../src/sync/upstream.ts";
import { anAlertedTill } from "./an-alerted-till.ts";

const minute = 60_000;
const refused = (code: string): Fate => ({ result: "rejected", code, reason: "no" });

describe("the webhook", () => {
  test("posts again what was answered with 500, later and later, in order, under the same id, and sells meanwhile", async () => {
    await using shop = await anAlertedTill();
    shop.receiver.status = 500;
    await shop.sell(refused("E0402"));
    for (let turn = 0; turn < 30; turn++) {
      await shop.turn();
      await shop.clock.wind(4_000);
    }
    const tries = shop.receiver.posts.length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(8);
    expect((await shop.sell(refused("E0501"))).number).toBe("TS00000001");
    await shop.turn();
    const { channels } = await (await shop.till.get<{ channels: unknown[] }>("/v1/alerts")).json();
    expect(channels).toContainEqual({ channel: "webhook", waiting: 2, trouble: "it answered 500" });
    await shop.restart();
    shop.receiver.status = 204;
    await shop.clock.wind(10 * minute);
    await shop.turn();
    await shop.turn();
    expect(new Set(shop.receiver.posts.map(({ id }) => id)).size).toBe(2);
    expect(shop.receiver.posts.slice(tries).map(({ body }) => body.what.en.slice(-20))).toHaveLength(2);
    expect(shop.receiver.posts.every(({ signed }) => signed)).toBe(true);
    expect(shop.lines.filter(({ log }) => log === "alert-unsent")).toHaveLength(1);
  });

  test("that never answers costs its patience only, and what nobody takes for three days is given up", async () => {
    await using shop = await anAlertedTill();
    shop.receiver.status = 0;
    await shop.sell(refused("E0402"));
    await shop.till.till.alerts.look();
    const step = shop.till.till.alerts.webhook!.step(new AbortController().signal);
    while (shop.receiver.posts.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await shop.clock.wind(16_000);
    expect(await step).toBe("idle");
    shop.receiver.status = 500;
    await shop.clock.wind(73 * 60 * minute);
    await shop.turn();
    expect(shop.till.home.ledger.alerts.waiting("webhook", 10).map(({ alert }) => alert.kind)).toEqual(["upload-deadline"]);
    expect(shop.till.home.ledger.alerts.open().map(({ kind }) => kind)).toContain("parcel-rejected");
  });
});

test.each([
  "webhook",
  "mail",
] as const)("a telling put off while the clock was far ahead goes out once it is right again: %s", async (channel) => {
  await using shop = await anAlertedTill();
  await shop.sell(refused("E0402"));
  const days = 400 * 24 * 60 * minute;
  shop.receiver.status = 500;
  shop.mailbox.moods.refuses = true;
  shop.clock.jump(days);
  await shop.turn();
  shop.clock.jump(-days);
  shop.receiver.status = 204;
  shop.mailbox.moods.refuses = false;
  await shop.turn();
  await shop.clock.wind(11 * minute);
  await shop.turn();
  const waiting = shop.till.home.ledger.alerts.waiting(channel, 10).map(({ alert }) => alert.kind);
  expect(waiting).toEqual([]);
});

describe("mail", () => {
  test("comes once at once, then what came since in one mail, however much it was", async () => {
    await using shop = await anAlertedTill();
    await shop.sell(refused("E0402"));
    await shop.turn();
    const codes = Array.from({ length: 40 }, (_, index) => `E9${String(index).padStart(3, "0")}`);
    for (const code of codes) {
      await shop.sell(refused(code));
      await shop.turn();
    }
    expect(shop.mailbox.mails).toHaveLength(1);
    await shop.clock.wind(11 * minute);
    await shop.turn();
    expect(shop.mailbox.mails).toHaveLength(2);
    for (const code of codes) expect(shop.mailbox.mails[1]?.text).toContain(code);
    expect(shop.mailbox.mails[1]?.subject).toContain("(+39)");
  });

  test("waits for a server that refuses, and for one that says nothing, and sends the same mail after a restart", async () => {
    await using shop = await anAlertedTill();
    shop.mailbox.moods.refuses = true;
    await shop.sell(refused("E0402"));
    await shop.turn();
    await shop.turn();
    expect(shop.mailbox.mails).toEqual([]);
    expect(shop.till.till.alerts.mail?.poster.trouble).toMatch(/no such mailbox/);
    shop.mailbox.moods.refuses = false;
    shop.mailbox.moods.silent = true;
    await shop.clock.wind(minute);
    const callsBefore = shop.mailbox.calls.length;
    const step = shop.till.till.alerts.mail!.step(new AbortController().signal);
    await vi.waitUntil(() => shop.mailbox.calls.length > callsBefore);
    await shop.clock.wind(61_000);
    expect(await step).toBe("idle");
    shop.mailbox.moods.silent = false;
    await shop.sell(refused("E0501"));
    await shop.restart();
    await shop.clock.wind(5 * minute);
    await shop.turn();
    expect(shop.mailbox.mails.map(({ text }) => /E0402/.test(text))).toEqual([true]);
    expect(shop.mailbox.mails[0]?.text).not.toContain("E0501");
    await shop.clock.wind(11 * minute);
    await shop.turn();
    expect(shop.mailbox.mails).toHaveLength(2);
    expect(shop.mailbox.mails[1]?.text).toContain("E0501");
  });

  test("that a server took without saying so comes again as the same mail", async () => {
    await using shop = await anAlertedTill();
    shop.mailbox.moods.hangsUp = true;
    await shop.sell(refused("E0402"));
    await shop.turn();
    shop.mailbox.moods.hangsUp = false;
    await shop.restart();
    await shop.clock.wind(minute);
    await shop.turn();
    await shop.clock.wind(11 * minute);
    await shop.turn();
    const [first, second, ...more] = shop.mailbox.mails;
    expect(more).toEqual([]);
    expect(second).toEqual(first);
  });
});

test("a channel holds a bounded number of messages: the oldest give way", async () => {
  await using shop = await anAlertedTill();
  const { ledger } = shop.till.home;
  await ledger.write(() => {
    for (let n = 0; n < 1100; n++) {
      const alert = ledger.alerts.raise({ kind: "disk-low", key: String(n), level: 1, facts: "{}" }, 0);
      ledger.alerts.post({ alert, event: "raised" }, ["webhook"], 0);
    }
  });
  expect(ledger.alerts.waitingCount("webhook")).toBe(1000);
  expect(ledger.alerts.firstWaiting("webhook")?.alert.key).toBe("100");
});
