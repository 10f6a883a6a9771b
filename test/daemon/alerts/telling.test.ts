import { expect, test } from "vitest";
import { ledgerOutbox } from "../../../src/daemon/operations/upload/ledger-outbox.ts";
import { retryParcel } from "../../../src/daemon/operations/upload/retry-parcel.ts";
import type { Fate } from "../../../src/sync/upstream.ts";
import { aTill } from "../../till/a-till.ts";
import { type AlertedTill, anAlertedTill } from "./an-alerted-till.ts";

const hour = 3_600_000;
const refused: Fate = { result: "rejected", code: "E0402", reason: "此筆發票已作廢" };

/** `upload-deadline raised`, in the order in which a program was told. */
function told({ receiver }: AlertedTill): string[] {
  return receiver.posts.map(({ body }) => `${body.code} ${body.event}`);
}

test("a deadline is told of a day, six hours and an hour before, and when it has passed: once each, restarts included", async () => {
  await using shop = await anAlertedTill();
  await shop.sell();
  for (const hours of [23, 1.5, 18, 0.5, 4.5, 1]) {
    await shop.turn();
    await shop.turn();
    await shop.restart();
    await shop.turn();
    await shop.clock.wind(hours * hour);
  }
  await shop.turn();
  const deadlines = shop.receiver.posts.filter(({ body }) => body.code === "upload-deadline");
  expect(deadlines.map(({ body }) => body.event)).toEqual(["raised", "worse", "worse", "worse"]);
  expect(deadlines.map(({ body }) => /within (.*),|(has passed)/.exec(body.what.en)?.slice(1).find(Boolean))).toEqual([
    "a day",
    "six hours",
    "an hour",
    "has passed",
  ]);
  expect(new Set(deadlines.map(({ id }) => id)).size).toBe(4);
  expect(shop.heard.filter(({ code }) => code === "upload-deadline")).toHaveLength(4);
  expect(shop.mailbox.mails.map(({ text }) => text.match(/upload-deadline/g)?.length)).toEqual([1, 1, 1, 1]);
});

test("documents of another day are told of although those of yesterday are late already", async () => {
  await using shop = await anAlertedTill();
  await shop.sell();
  await shop.clock.wind(30 * hour);
  await shop.sell();
  await shop.clock.wind(19 * hour);
  await shop.turn();
  await shop.clock.wind(6 * hour);
  await shop.turn();
  const { alerts } = await (await shop.till.get<{ alerts: { code: string; key: string }[] }>("/v1/alerts")).json();
  expect(alerts.filter(({ code }) => code === "upload-deadline").map(({ key }) => key)).toEqual(["2026-11-24", "2026-11-25"]);
});

test("refusals of one kind are one alert, told again when they are clearly more, and mended when they are settled", async () => {
  await using shop = await anAlertedTill();
  for (let sale = 0; sale < 6; sale++) {
    await shop.sell(refused);
    await shop.turn();
  }
  expect(told(shop)).toEqual(["parcel-rejected raised", "parcel-rejected worse"]);
  expect(shop.receiver.posts[1]?.body.what.en).toContain("refused 5 × F0401");
  for (const { row } of shop.till.home.ledger.parcels.list("rejected", undefined, 10))
    await retryParcel(shop.till.till.shop, { id: row.journalSeq, reason: "mended", by: "test", key: undefined });
  await shop.turn();
  expect(told(shop).at(-1)).toBe("parcel-rejected mended");
  expect(shop.receiver.posts.at(-1)?.body.next).toBeNull();
  const { alerts } = await (await shop.till.get<{ alerts: unknown[] }>("/v1/alerts")).json();
  expect(alerts).toEqual([]);
  const all = await (await shop.till.get<{ alerts: unknown[] }>("/v1/alerts?state=all")).json();
  expect(all.alerts).toMatchObject([{ code: "parcel-rejected", next: null, closedAt: expect.any(String) }]);
});

test("the same refusal after it was mended is a new alert", async () => {
  await using shop = await anAlertedTill();
  await shop.sell(refused);
  await shop.turn();
  const { row } = shop.till.home.ledger.parcels.list("rejected", undefined, 1)[0]!;
  await retryParcel(shop.till.till.shop, { id: row.journalSeq, reason: "mended", by: "test", key: undefined });
  await shop.turn();
  const outbox = ledgerOutbox(shop.till.till.shop);
  const parcels = outbox.due(10);
  await outbox.send(parcels);
  await outbox.conclude(parcels, { result: "answered", fates: new Map(parcels.map(({ id }) => [id, refused])) });
  await shop.turn();
  expect(told(shop)).toEqual(["parcel-rejected raised", "parcel-rejected mended", "parcel-rejected raised"]);
  expect(new Set(shop.receiver.posts.map(({ id }) => id)).size).toBe(3);
});

test("the way upstream standing still is told of after an hour, with why", async () => {
  await using shop = await anAlertedTill();
  await shop.sell({ result: "again", code: "E0001", reason: "later", once: false });
  await shop.clock.wind(50 * 60_000);
  await shop.turn();
  expect(told(shop)).toEqual([]);
  await shop.clock.wind(15 * 60_000);
  await shop.turn();
  expect(told(shop)).toEqual(["channel-stuck raised"]);
});

test("a full disk and a jumped clock are told of, and mended", async () => {
  let freeMb = 1000;
  await using shop = await anAlertedTill({ config: { freeSpaceMb: 64 }, world: { freeBytes: () => freeMb * 1024 * 1024 } });
  await shop.sell();
  await shop.turn();
  expect(shop.heard).toEqual([]);
  freeMb = 100;
  await shop.turn();
  freeMb = 10;
  await shop.turn();
  shop.clock.jump(-hour);
  await shop.turn();
  freeMb = 1000;
  shop.clock.jump(hour);
  await shop.turn();
  expect(shop.heard.map(({ code, event, severity }) => `${code} ${event} ${severity}`)).toEqual([
    "disk-low raised warning",
    "disk-low worse critical",
    "clock-jumped raised critical",
    "disk-low mended critical",
    "clock-jumped mended critical",
  ]);
});

test("a demo whose documents go nowhere is not told of their deadlines", async () => {
  await using till = await aTill();
  await till.post("/v1/sales", { requestId: "one", lines: [{ name: "茶", quantity: 1, unitPrice: 30 }] });
  await till.clock.wind(72 * hour);
  await till.till.alerts.look();
  expect(till.home.ledger.alerts.open()).toEqual([]);
});
