import { expect, test } from "vitest";
import { takeAwards } from "../../../src/daemon/operations/upload/take-awards.ts";
import { aTill } from "../../till/a-till.ts";
import { sell, show } from "../operations/undo/acts.ts";

test("an invoice that won twice shows both prizes, the largest first", async () => {
  await using till = await aTill();
  const { id, number, randomCode, total } = await sell(till);
  expect(await show(till, id)).toMatchObject({ prize: null, prizes: [] });
  const carrier = { type: "", typeName: "", id: "", hiddenId: "" };
  const codes = { carrier, depositMark: "", redeemDataType: "", dataSource: "", printType: "" };
  const sale = { date: "20261122", time: "", sellerId: "12345675", buyerId: "", total: String(total) };
  const won = { ...codes, ...sale, number, randomCode };
  const list = { headBan: "12345675", period: "11512", listType: "1", records: "2", prizeTotal: "1200" };
  const claim = { claimFrom: "1160206", claimUntil: "1160505" };
  const prizes = [
    { ...won, prizeType: "6", prizeAmount: "200" },
    { ...won, prizeType: "5", prizeAmount: "1000" },
  ];
  await takeAwards(till.till.shop, { ...list, ...claim, prizes }, "list.xml");
  const [small, large] = [
    { type: "6", amount: 200, ...claim },
    { type: "5", amount: 1000, ...claim },
  ];
  expect(await show(till, id)).toMatchObject({ prize: large, prizes: [large, small] });
});
