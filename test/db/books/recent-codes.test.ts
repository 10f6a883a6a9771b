import { drizzle } from "drizzle-orm/better-sqlite3";
import { expect, test } from "vitest";
import { invoicesBook } from "../../../db/till/books/invoices.ts";
import { RecentCodes } from "../../../db/till/books/numbers/recent-codes.ts";
import { aDatabase } from "../a-database.ts";

test("a code is known while its invoice is among the newest, and then may come again", () => {
  const codes = new RecentCodes(3, []);
  for (let id = 1; id <= 20; id++) {
    codes.add({ id, randomCode: `c${id}` });
    expect(codes.has(`c${id}`)).toBe(true);
    expect(codes.has(`c${id - 2}`)).toBe(id > 2);
    expect(codes.has(`c${id - 3}`)).toBe(false);
  }
});

test("an invoice that was rolled back is forgotten when its place is taken, and pushes no other out", () => {
  const codes = new RecentCodes(2, [{ id: 1, randomCode: "kept" }]);
  for (const randomCode of ["gone", "gone too", "stays"]) codes.add({ id: 2, randomCode });
  expect(["kept", "gone", "gone too", "stays"].map((code) => codes.has(code))).toEqual([true, false, false, true]);
});

test("a restarted till knows the codes of its book", () => {
  using database = aDatabase();
  const book = invoicesBook(drizzle({ client: database.sqlite }));
  expect([book.randomCodeRecent("0412"), book.randomCodeRecent("0413")]).toEqual([true, false]);
});
