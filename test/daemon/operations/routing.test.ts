import { describe, expect, test } from "vitest";
import { rerouteSlips } from "../../../src/daemon/operations/paper/reroute-slips.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

const config = {
  printers: [
    { name: "front", url: "tcp://front.test", fallback: "back" },
    { name: "back", url: "tcp://back.test", roles: ["details", "receipt"] },
  ],
};
const never = { open: () => new Promise(() => {}) } as never;
const aShop = () => aTill({ config, driver: never });
const papers = (till: TestTill) => till.home.ledger.slips.list([], 20).map(({ document, printer }) => `${document} ${printer}`);
const company = { buyer: { businessId: "04595257" } };

describe("papers go", () => {
  test("by what each printer is for", async () => {
    await using till = await aShop();
    const { id } = await (await till.post("/v1/sales", aSale(company))).json();
    await till.post(`/v1/invoices/${id}/allowances`, { reason: "退貨", lines: [{ line: 1, quantity: 1 }] });
    expect(papers(till).toSorted()).toEqual(["allowance back", "details back", "proof front"]);
  });

  test("where a sale wants them, and a sale that wants a printer there is not uses no number", async () => {
    await using till = await aShop();
    const sale = aSale({ ...company, printer: "back" });
    expect((await till.post("/v1/sales", sale)).status).toBe(201);
    expect(papers(till).toSorted()).toEqual(["details back", "proof back"]);
    const head = till.home.ledger.journal.head().seq;
    const refused = await problemOf(await till.post("/v1/sales", aSale({ printer: "side" })));
    expect(refused).toMatchObject({
      status: 422,
      code: "sale-invalid",
      faults: [{ path: "printer" }],
      hint: "Printers: front, back.",
    });
    expect(till.home.ledger.journal.head().seq).toBe(head);
    expect((await till.post("/v1/sales", sale)).status).toBe(200);
  });
});

describe("a printer that is down for a while", () => {
  async function down(till: TestTill, seconds: number, back: "ready" | "fault" = "ready") {
    const since = new Date(till.clock.now().getTime() - seconds * 1000);
    const condition = (name: string) => ({ state: name === "front" ? ("fault" as const) : back, since });
    return rerouteSlips(till.till.shop, { from: "front", to: "back", condition });
  }

  test("hands what waits to the one that stands in for it, once, and the journal says so", async () => {
    await using till = await aShop();
    await till.post("/v1/sales", aSale());
    expect([await down(till, 10), papers(till)]).toEqual(["idle", ["proof front"]]);
    expect([await down(till, 31), papers(till)]).toEqual(["worked", ["proof back"]]);
    const { kind, doc } = till.home.ledger.journal.find(till.home.ledger.journal.head().seq)!;
    expect([kind, JSON.parse(doc)]).toMatchObject(["slips-rerouted", { from: "front", to: "back", slips: [1], downSeconds: 31 }]);
    expect(await down(till, 40)).toBe("idle");
  });

  test("keeps a slip of which a byte may have left, and one that waits for it to be empty", async () => {
    await using till = await aShop();
    const { ledger } = till.home;
    for (let sale = 0; sale < 2; sale++) await till.post("/v1/sales", aSale());
    await ledger.write(() => {
      const [first, second] = [ledger.slips.find(1)!, ledger.slips.find(2)!];
      ledger.slips.move(ledger.slips.move(first, "start", { at: 0 })!, "broke", { at: 0 });
      ledger.slips.move(second, "start", { at: 0 });
      ledger.slips.add({
        invoiceId: second.invoiceId,
        journalSeq: second.journalSeq,
        document: "details",
        copy: 0,
        printer: "front",
        createdAt: 0,
        afterClear: true,
      });
    });
    expect([await down(till, 100), papers(till).toSorted()]).toEqual(["idle", ["details front", "proof front", "proof front"]]);
  });

  test("keeps all where the other is down too, or was paused", async () => {
    await using till = await aShop();
    await till.post("/v1/sales", aSale());
    expect(await down(till, 100, "fault")).toBe("idle");
    await till.post("/v1/printers/back/pause", {});
    expect([await down(till, 100), papers(till)]).toEqual(["idle", ["proof front"]]);
  });
});
