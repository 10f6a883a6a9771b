import { get, type LocalTill, post } from "../local-till.ts";
import { demoSales } from "./sales.ts";

/** What a demo undoes of its own sales, so that every kind of message and paper is seen once. */
export const demoUndoings: readonly DemoUndoing[] = [
  {
    about: "cancelled (作廢): the customer brought everything back",
    run: async (till, { cancelled }) => {
      await post(till, `/v1/invoices/${cancelled}/cancel`, { reason: "退貨" });
      return `${cancelled}  a note is filed with the slip`;
    },
  },
  {
    about: "withdrawn and issued again (註銷重開): the same number, corrected",
    run: async (till, { reissued, run }) => {
      await post(till, `/v1/invoices/${reissued}/withdraw`, { reason: "品項錯誤" });
      const sale = { lines: [{ name: "拿鐵咖啡 (熱)", quantity: 1, unitPrice: 45, unit: "杯" }] };
      const again = await post<{ id: string; revision: number }>(till, `/v1/invoices/${reissued}/reissue`, {
        requestId: `demo-${run}-again`,
        sale,
      });
      return `${again.id}  revision ${again.revision}`;
    },
  },
  {
    about: "an allowance (折讓): a part of the goods came back",
    run: async (till, { allowed }) => {
      const { number, total } = await post<{ number: string; total: number }>(till, `/v1/invoices/${allowed}/allowances`, {
        reason: "部分退貨",
        lines: [{ line: 1, quantity: 2 }],
      });
      return `${number}  NT$ ${total} back, signed on paper`;
    },
  },
];

export interface DemoUndoing {
  readonly about: string;
  /** Does it, and says in a few words what came of it. */
  run(till: LocalTill, invoices: DemoInvoices): Promise<string>;
}

/** The invoices a demo undoes, by their addresses. */
export interface DemoInvoices {
  readonly run: string;
  readonly cancelled: string;
  readonly reissued: string;
  readonly allowed: string;
}

/** Chooses among what was just sold, in the order of `demoSales`. */
export function demoInvoices(run: string, ids: readonly string[]): DemoInvoices {
  const company = demoSales.findIndex(({ sale }) => "buyer" in sale);
  return { run, cancelled: ids[0]!, reissued: ids[1]!, allowed: ids[company]! };
}

/** Waits, no longer than a person would, until no paper waits any more. */
export async function paperOut(till: LocalTill, rest: () => Promise<void>): Promise<void> {
  for (let look = 0; look < 60; look++) {
    const printers = await get<{ printers: { waiting: number }[] }>(till, "/v1/printers");
    if (printers.printers.every(({ waiting }) => waiting === 0)) return;
    await rest();
  }
}
