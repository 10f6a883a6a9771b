import { expect, test } from "vitest";
import { demoSales } from "../../src/cli/demo/sales.ts";
import { aTill } from "../till/a-till.ts";

test("every demo sale is lawful, is issued, and shows what it says", async () => {
  await using till = await aTill();
  for (const [index, { about, sale }] of demoSales.entries()) {
    const answer = await till.post("/v1/sales", { ...sale, requestId: `demo-${index}` });
    expect([about, answer.status]).toEqual([about, 201]);
  }
  expect(demoSales.length).toBeGreaterThanOrEqual(10);
});
