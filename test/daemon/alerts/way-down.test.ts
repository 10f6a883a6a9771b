import { expect, test } from "vitest";
import { downloadsOf } from "../../../src/daemon/downloads.ts";
import { ledgerStockroom } from "../../../src/daemon/stock/stockroom.ts";
import { csv, e0501, importFile, row } from "../range-file.ts";
import { type AlertedTill, anAlertedTill } from "./an-alerted-till.ts";

/** What a program was told of the way down, in order. */
function told({ receiver }: AlertedTill): string[] {
  return receiver.posts
    .filter(({ body }) => body.code === "range-file-refused" || body.code === "top-up")
    .map(({ body }) => `${body.code} ${body.key} ${body.event}`);
}

const comeDown = ({ till }: AlertedTill, name: string, file: string) =>
  downloadsOf(till.till.shop).ranges(new TextEncoder().encode(file), name);

test("granted numbers that were refused are told of once, by mail too, through restarts, until another file is imported", async () => {
  await using shop = await anAlertedTill();
  const meet = () => comeDown(shop, "E0501.xml", e0501({ ban: "04595257" }));
  await meet();
  await shop.turn();
  expect(told(shop)).toEqual(["range-file-refused E0501.xml raised"]);
  expect(shop.receiver.posts[0]?.body.what.en).toContain("granted to 04595257");
  expect(shop.mailbox.mails[0]?.text).toContain("range-file-refused");
  await shop.restart();
  await shop.turn();
  await meet();
  await shop.turn();
  expect(told(shop)).toHaveLength(1);
  expect((await importFile(shop.till, csv(row()))).status).toBe(201);
  await shop.turn();
  expect(told(shop).slice(1)).toEqual(["range-file-refused E0501.xml mended"]);
  await shop.restart();
  await meet();
  await shop.turn();
  expect(told(shop)).toHaveLength(2);
});

test("a refused file that nobody mends is forgotten with the period it may have been for", async () => {
  await using shop = await anAlertedTill();
  await comeDown(shop, "E0501.xml", e0501({ ban: "04595257" }));
  await shop.turn();
  await shop.clock.wind(63 * 86_400_000);
  await shop.turn();
  expect(told(shop).at(-1)).toBe("range-file-refused E0501.xml mended");
});

test("numbers of a period that is over are not missed", async () => {
  await using shop = await anAlertedTill();
  await comeDown(shop, "old.xml", e0501({ period: "11510" }));
  await shop.turn();
  expect(shop.lines.map(({ log }) => log)).toContain("download-refused");
  expect(told(shop)).toEqual([]);
});

test("a hub that lends nothing is told of after ten minutes, and when it lends again, through a restart", async () => {
  await using shop = await anAlertedTill();
  const away = "The hub at hub.test: nothing listens there.";
  const stockroom = ledgerStockroom(shop.till.till.shop);
  stockroom.tell(away);
  await shop.clock.wind(9 * 60_000);
  stockroom.tell(away);
  await shop.turn();
  expect(told(shop)).toEqual([]);
  await shop.clock.wind(60_000);
  await shop.turn();
  expect(told(shop)).toEqual(["top-up  raised"]);
  expect(shop.receiver.posts[0]?.body.what.en).toContain("nothing listens there");
  await shop.restart();
  const again = ledgerStockroom(shop.till.till.shop);
  await shop.turn();
  again.tell(away);
  await shop.turn();
  expect(told(shop)).toHaveLength(1);
  again.tell(null);
  await shop.turn();
  expect(told(shop).slice(1)).toEqual(["top-up  mended"]);
});
