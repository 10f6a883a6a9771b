import { describe, expect, test } from "vitest";
import { aTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { type Allowance, allow, answer, cancel, reissue, sell, takeBack, windTo, withdraw } from "../operations/undo/acts.ts";
import { problemOf } from "../problem.ts";
import { periodOf } from "./asked.ts";

describe("the period's report", () => {
  test("ends with the second in which the next period begins", async () => {
    await using till = await aTill({ clock: new WoundClock(Date.parse("2026-12-31T23:59:59+08:00")) });
    await sell(till);
    await windTo(till, "2027-01-01T00:00:00");
    await sell(till);
    await sell(till);
    const [past, running] = [await periodOf(till, { period: "11512" }), await periodOf(till)];
    expect(past).toMatchObject({ period: "11512", running: false, totals: { standing: { count: 1 } } });
    expect(past).toMatchObject({ from: "2026-11-01T00:00:00+08:00", to: "2027-01-01T00:00:00+08:00" });
    expect(running).toMatchObject({ period: "11602", running: true, totals: { standing: { count: 2 } } });
  });

  test.each(["11512", "1151112", "115/11 ~ 115/12", "115年11-12月"])("takes the period as people write it: %s", async (text) => {
    await using till = await aTill();
    expect(await periodOf(till, { period: text })).toMatchObject({ period: "11512" });
  });

  test.each(["11511", "2026-12", ""])("refuses the period %j, naming the field", async (text) => {
    await using till = await aTill();
    expect(await problemOf(await till.get(`/v1/reports/period?period=${text}`))).toMatchObject({
      status: 422,
      faults: [{ path: "period" }],
    });
  });

  test("tells kinds of tax, buyers and documents apart", async () => {
    await using till = await aTill();
    await sell(till);
    await sell(till, { buyer: { businessId: "04595257" } });
    await sell(till, { carrier: { type: "3J0002", id: "/ABC+123" } });
    await sell(till, { donation: "168001", lines: [{ name: "書", quantity: 1, unitPrice: 50, taxType: "exempt" }] });
    await sell(till, { lines: [{ name: "酒", quantity: 1, unitPrice: 80, taxType: "special" }], taxRate: "0.25" });
    const { totals } = await periodOf(till);
    expect(
      totals.kinds.map(({ invoiceType, taxType, buyer, by, standing }) => [invoiceType, taxType, buyer, by, standing.total]),
    ).toEqual([
      ["07", "exempt", "consumer", "donation", 50],
      ["07", "taxable", "company", "paper", 130],
      ["07", "taxable", "consumer", "carrier", 130],
      ["07", "taxable", "consumer", "paper", 130],
      ["08", "special", "consumer", "paper", 80],
    ]);
    expect(totals.standing).toEqual({ count: 5, taxable: 384, zeroRated: 0, exempt: 50, special: 80, tax: 6, total: 520 });
  });

  test("counts a cancelled invoice as such, with its number, in the period of its number", async () => {
    await using till = await aTill();
    const { id, number } = await sell(till);
    await windTo(till, "2027-01-03T10:00:00");
    await cancel(till, id);
    expect((await periodOf(till, { period: "11512" })).totals).toMatchObject({
      standing: { count: 0, total: 0 },
      cancelled: { count: 1, total: 130 },
      cancelledNumbers: [{ number, cancelledAt: "2027-01-03T10:00:00+08:00" }],
    });
    expect((await periodOf(till, { period: "11602" })).totals).toMatchObject({ cancelled: { count: 0 } });
  });

  test("counts a withdrawn invoice as not there, and its revision once", async () => {
    await using till = await aTill();
    const { id, number } = await sell(till);
    await withdraw(till, id);
    const withdrawn = await periodOf(till);
    expect(withdrawn.totals).toMatchObject({ standing: { count: 0 }, withdrawnNumbers: [number] });
    expect(withdrawn.totals.ranges[0]).toMatchObject({ issued: 1, standing: 0, withdrawn: 1, missing: 0 });
    await reissue(till, id, { lines: [{ name: "茶", quantity: 1, unitPrice: 90 }] });
    const again = await periodOf(till);
    expect(again.totals).toMatchObject({ standing: { count: 1, total: 90 }, withdrawnNumbers: [] });
    expect(again.totals.ranges[0]).toMatchObject({ issued: 1, standing: 1, withdrawn: 0 });
  });

  test("counts allowances for the period in which they were given or taken back", async () => {
    await using till = await aTill();
    const { id } = await sell(till, { buyer: { businessId: "04595257" } });
    const { number } = await answer<Allowance>(allow(till, id, [{ line: 1, amount: 21 }]), 201);
    await windTo(till, "2027-01-03T10:00:00");
    await takeBack(till, number);
    await allow(till, id, [{ line: 1, amount: 42 }]);
    const [past, next] = [await periodOf(till, { period: "11512" }), await periodOf(till)];
    expect(past.totals).toMatchObject({ allowances: { count: 1, tax: 1, total: 21 }, allowancesCancelled: { count: 0 } });
    expect(next.totals).toMatchObject({
      allowances: { count: 1, tax: 2, total: 42 },
      allowancesCancelled: { count: 1, total: 21 },
    });
  });

  test("says by when unused numbers are reported and the return is filed", async () => {
    await using till = await aTill();
    expect((await periodOf(till)).due.map(({ code, at }) => [code, at])).toEqual([
      ["unused-numbers", "2027-01-10T23:59:59+08:00"],
      ["filing", "2027-01-15T23:59:59+08:00"],
    ]);
  });
});

describe("every number of every range is accounted for", () => {
  test("free while the period runs, unused once it is over", async () => {
    await using till = await aTill();
    await sell(till);
    const running = await periodOf(till);
    expect(running.totals.ranges).toMatchObject([{ numbers: 100_000_000, issued: 1, free: 99_999_999, unused: 0 }]);
    await windTo(till, "2027-01-01T00:00:00");
    const over = await periodOf(till, { period: "11512" });
    expect(over.totals.ranges).toMatchObject([{ issued: 1, free: 0, unused: 99_999_999 }]);
    expect([running.accounted, over.accounted]).toEqual([true, true]);
  });

  test("and a number passed without an invoice is named", async () => {
    await using till = await aTill();
    const { ledger } = till.home;
    for (const lost of [2, 1]) {
      await sell(till);
      const [range] = ledger.ranges.list();
      await ledger.write(() => ledger.ranges.save({ ...range!, next: range!.next + lost }));
    }
    const { accounted, problems, totals } = await periodOf(till);
    expect(accounted).toBe(false);
    expect(problems).toEqual([
      "Range TS00000000–TS99999999: 3 numbers were passed without an invoice to show for them: TS00000001–TS00000002, TS00000004.",
    ]);
    expect(totals.ranges).toMatchObject([{ issued: 2, missing: 3, free: 99_999_995, numbers: 100_000_000 }]);
  });
});
