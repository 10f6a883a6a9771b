import { expect, test } from "vitest";
import { aDatabase } from "./a-database.ts";

function withAlerts() {
  const database = aDatabase();
  database.sqlite.exec(`
    INSERT INTO alerts VALUES (1, 'disk-low', '', 1, 2, '{}', 2, 0, 0, NULL), (2, 'disk-low', 'old', 1, 1, '{}', 2, 0, 0, 5);
    INSERT INTO alert_posts VALUES (1, 1, 1, 'mail', 'raised', 1, '{}', 0, 0, 0, 1, NULL, NULL), (2, 1, 2, 'mail', 'worse', 2, '{}', 0, 0, 0, 1, 9, 'sent')`);
  return database;
}

test.each([
  ["INSERT INTO alerts VALUES (3, 'disk-low', '', 1, 1, '{}', 1, 0, 0, NULL)", "UNIQUE"],
  ["UPDATE alerts SET level = 2 WHERE id = 2", "stays as it was"],
  ["UPDATE alerts SET kind = 'x' WHERE id = 1", "what it was raised for"],
  ["UPDATE alerts SET worst = 1 WHERE id = 1", "what was told was told"],
  ["UPDATE alerts SET told = 1 WHERE id = 1", "what was told was told"],
  ["DELETE FROM alerts WHERE id = 1", "mended, not forgotten"],
  ["UPDATE alerts SET level = 3 WHERE id = 1", "CHECK"],
  ["INSERT INTO alert_posts VALUES (3, 1, 1, 'mail', 'raised', 1, '{}', 0, 0, 0, NULL, NULL, NULL)", "UNIQUE"],
  ["UPDATE alert_posts SET tries = 1 WHERE id = 2", "ends once"],
  ["UPDATE alert_posts SET level = 3 WHERE id = 1", "says the same"],
  ["UPDATE alert_posts SET batch = 7 WHERE id = 1", "the same each time"],
  ["UPDATE alert_posts SET ended_at = 1 WHERE id = 1", "CHECK"],
  ["INSERT INTO alert_posts VALUES (3, 1, 1, 'fax', 'raised', 1, '{}', 0, 0, 0, NULL, NULL, NULL)", "CHECK"],
  ["DELETE FROM alert_posts WHERE id = 1", "sent or given up"],
  ["UPDATE alert_posts SET channel = 'fax' WHERE id = 1", "says the same"],
])("%s is refused", (statement, reason) => {
  using database = withAlerts();
  expect(() => database.sqlite.exec(statement)).toThrow(reason);
});

test("what was closed and sent may go", () => {
  using database = withAlerts();
  database.sqlite.exec("DELETE FROM alert_posts WHERE id = 2; DELETE FROM alerts WHERE id = 2");
  expect(database.sqlite.prepare("SELECT count(*) FROM alerts").pluck().get()).toBe(1);
});
