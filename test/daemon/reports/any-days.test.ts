import fc from "fast-check";
import { expect, test } from "vitest";
import type { Figures } from "../../../src/invoice/totals/figures.ts";
import { qrKeyFromHex } from "../../../src/regions/tw/cipher.ts";
import { twLaw } from "../../../src/regions/tw/law/law.ts";
import { aLine, aSale, someLawfulSale } from "../../regions/tw/a-sale.ts";
import { aTill, type TestTill } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { type Allowance, allow, cancel, type Invoice, reissue, takeBack, withdraw } from "../operations/undo/acts.ts";
import { dayOf, periodOf } from "./asked.ts";

const law = twLaw(qrKeyFromHex("00".repeat(16)));
const special = fc
  .integer({ min: 1, max: 900 })
  .map((price) => aSale({ lines: [aLine({ unitPrice: String(price), taxType: "special" })], taxRate: "0.25" }));
const someSale = fc.oneof({ weight: 6, arbitrary: someLawfulSale(law) }, { weight: 1, arbitrary: special });

const anAct = fc.record({
  kind: fc.constantFrom("sell", "sell", "sell", "cancel", "withdraw", "reissue", "allow", "allow", "take-back"),
  sale: someSale,
  terminal: fc.constantFrom(undefined, "POS1", "POS2"),
  paid: fc.boolean(),
  which: fc.nat({ max: 30 }),
  amount: fc.integer({ min: 1, max: 60 }),
  minutes: fc.integer({ min: 0, max: 900 }),
});

test("whatever was sold and undone, reports say what all records together say, day by day and period by period", {
  timeout: 120_000,
}, async () => {
  const met = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 25, maxLength: 45 }), async (acts) => {
      await using till = await aTill({ clock: new WoundClock(Date.parse("2026-12-27T20:00:00+08:00")) });
      const known: { invoices: Invoice[]; allowances: Allowance[] } = { invoices: [], allowances: [] };
      for (const [turn, act] of acts.entries()) {
        const done = await perform(till, { ...act, turn }, known);
        if (done) met.add(act.kind);
        await till.clock.wind(act.minutes * 60_000);
      }
      await assertDays(till);
      await assertPeriods(till);
    }),
    { numRuns: 12, interruptAfterTimeLimit: 60_000 },
  );
  expect(met.size).toBe(6);
});

type Known = { readonly invoices: Invoice[]; readonly allowances: Allowance[] };
type Doing = typeof anAct extends fc.Arbitrary<infer A> ? A & { readonly turn: number } : never;

/** Does it where the till allows it; refusals are the till's business. */
async function perform(till: TestTill, act: Doing, { invoices, allowances }: Known): Promise<boolean> {
  const { kind, sale, terminal, paid, which, amount, turn } = act;
  const invoice = invoices[which % Math.max(1, invoices.length)];
  const allowance = allowances[which % Math.max(1, allowances.length)];
  const beside = { ...(terminal && { terminal, cashier: "amy" }), ...(paid && { payments: [{ method: "cash", amount }] }) };
  if (kind === "sell") {
    const response = await till.post("/v1/sales", { requestId: `sale-${turn}`, late: true, ...sale, ...beside });
    if (response.ok) invoices.push(await response.json());
    return response.ok;
  }
  if (kind === "take-back") return allowance !== undefined && (await takeBack(till, allowance.number)).ok;
  if (!invoice) return false;
  if (kind === "cancel") return (await cancel(till, invoice.id)).ok;
  if (kind === "withdraw") return (await withdraw(till, invoice.id)).ok;
  if (kind === "reissue") return (await reissue(till, invoice.id, { ...sale, ...beside, requestId: `again-${turn}` })).ok;
  const response = await allow(till, invoice.id, [{ line: 1, amount }]);
  if (response.ok) allowances.push((await response.json()) as Allowance);
  return response.ok;
}

interface Sealed {
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was sealed
  readonly doc: any;
}

/** Every record there is, all at once: what the reports never have in memory. */
function everything({ home: { ledger } }: TestTill): Sealed[] {
  return ledger.journal.after(0, 100_000).map(({ kind, doc }) => ({ kind, doc: JSON.parse(doc) }));
}

const nothing: Figures = { count: 0, taxable: 0, zeroRated: 0, exempt: 0, special: 0, tax: 0, total: 0 };

function sum(docs: readonly Sealed["doc"][]): Figures {
  return docs.reduce((figures: Figures, doc) => {
    const special = doc.taxType === "special";
    return {
      count: figures.count + 1,
      taxable: figures.taxable + (special ? 0 : doc.sales),
      zeroRated: figures.zeroRated + doc.zeroRated,
      exempt: figures.exempt + doc.exempt,
      special: figures.special + (special ? doc.sales : 0),
      tax: figures.tax + doc.tax,
      total: figures.total + doc.total,
    };
  }, nothing);
}

const key = ({ period, number, revision }: Sealed["doc"]) => `${period}-${number}-${revision}`;

async function assertDays(till: TestTill): Promise<void> {
  const all = everything(till);
  const invoices = new Map(all.filter(({ kind }) => kind === "invoice").map(({ doc }) => [key(doc), doc]));
  const given = new Map(all.filter(({ kind }) => kind === "allowance").map(({ doc }) => [doc.allowanceNumber, doc]));
  const dates = all.map(({ doc }) => law.localTime(doc.at).slice(0, 10));
  let net = 0;
  for (const date of new Set(dates)) {
    const today = all.filter((_, index) => dates[index] === date);
    const docs = (wanted: string) => today.filter(({ kind }) => kind === wanted).map(({ doc }) => doc);
    const born = docs("invoice");
    const gone = docs("withdraw").filter((one) => !all.some(({ kind, doc }) => kind === "cancel" && key(doc) === key(one)));
    const { totals } = await dayOf(till, { date });
    expect(totals).toMatchObject({
      issued: sum(born.filter(({ revision }) => revision === 1)),
      reissued: sum(born.filter(({ revision }) => revision > 1)),
      cancelled: sum(docs("cancel").map((one) => invoices.get(key(one)))),
      withdrawn: sum(gone.map((one) => invoices.get(key(one)))),
      withdrawnAfterCancel: docs("withdraw").length - gone.length,
      allowances: { count: docs("allowance").length, total: totalOf(docs("allowance")) },
      allowancesCancelled: { total: totalOf(docs("allowance-cancel").map((one) => given.get(one.allowanceNumber))) },
    });
    assertWithin(totals);
    expect(totals.payments.reduce((paid, { taken }) => paid + taken, 0)).toBe(totalOf(born));
    net += totals.net.total;
    expect(await netOfTerminals(till, date)).toBe(totals.net.total);
  }
  expect(net).toBe(await standing(till));
}

/** Inside one report everything must add up. */
function assertWithin({ net, tills, ranges, issued, ...parts }: Awaited<ReturnType<typeof dayOf>>["totals"]): void {
  for (const one of [issued, parts.allowances, net, parts.cancelled])
    expect(one.taxable + one.zeroRated + one.exempt + one.special + one.tax).toBe(one.total);
  expect(net.total).toBe(
    issued.total +
      parts.reissued.total -
      parts.cancelled.total -
      parts.withdrawn.total -
      parts.allowances.total +
      parts.allowancesCancelled.total,
  );
  expect(tills.reduce((total, one) => total + one.net, 0)).toBe(net.total);
  expect(ranges.reduce((count, range) => count + range.count, 0)).toBe(issued.count);
}

function totalOf(docs: readonly Sealed["doc"][]): number {
  return docs.reduce((total, doc) => total + doc.total, 0);
}

/** The terminals' own reports, and what no terminal is named for, make the whole. */
async function netOfTerminals(till: TestTill, date: string): Promise<number> {
  const { totals } = await dayOf(till, { date });
  const [one, other] = [await dayOf(till, { date, terminal: "POS1" }), await dayOf(till, { date, terminal: "POS2" })];
  const nobody = totals.tills.filter(({ terminal }) => terminal === null).reduce((net, row) => net + row.net, 0);
  return one.totals.net.total + other.totals.net.total + nobody;
}

/** What all invoices are worth in the end, asked one by one. */
async function standing(till: TestTill): Promise<number> {
  const { invoices } = (await (await till.get<{ invoices: Invoice[] }>("/v1/invoices?limit=200")).json()) as {
    invoices: Invoice[];
  };
  const { ledger } = till.home;
  const given = invoices.flatMap(({ seal }) => ledger.allowances.ofInvoice(seal.seq)).filter(({ cancel }) => !cancel);
  return (
    invoices.filter(({ status }) => status === "issued").reduce((total, one) => total + one.total, 0) -
    given.reduce((total, { row }) => total + row.total, 0)
  );
}

async function assertPeriods(till: TestTill): Promise<void> {
  const all = everything(till);
  for (const period of ["11512", "11602"]) {
    const undone = (act: string) => new Set(all.filter(({ kind }) => kind === act).map(({ doc }) => key(doc)));
    const [cancelled, withdrawn] = [undone("cancel"), undone("withdraw")];
    const there = all
      .filter(({ kind, doc }) => kind === "invoice" && doc.period === period)
      .map(({ doc }) => doc)
      .filter((doc) => !withdrawn.has(key(doc)));
    const { totals, accounted, problems } = await periodOf(till, { period });
    expect(problems).toEqual([]);
    expect(accounted).toBe(true);
    expect(totals.standing).toEqual(sum(there.filter((doc) => !cancelled.has(key(doc)))));
    expect(totals.cancelled).toEqual(sum(there.filter((doc) => cancelled.has(key(doc)))));
    expect(totals.kinds.reduce((total, { standing }) => total + standing.total, 0)).toBe(totals.standing.total);
    const given = all.filter(({ kind, doc }) => kind === "allowance" && law.period(doc.at) === period);
    expect(totals.allowances).toMatchObject({ count: given.length, total: totalOf(given.map(({ doc }) => doc)) });
    for (const use of totals.ranges) {
      expect(use.issued + use.free + use.unused + use.missing).toBe(use.numbers);
      expect(use.standing + use.cancelled + use.withdrawn).toBe(use.issued);
    }
    const withNumber = new Set(
      all.filter(({ kind, doc }) => kind === "invoice" && doc.period === period).map(({ doc }) => doc.number),
    );
    expect(totals.ranges.reduce((count, { issued }) => count + issued, 0)).toBe(withNumber.size);
  }
}
