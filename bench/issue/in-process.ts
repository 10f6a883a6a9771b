import { systemClock } from "../../src/base/clock.ts";
import { freeBytes } from "../../src/daemon/home/home.ts";
import { issueInvoice } from "../../src/daemon/operations/issue-invoice.ts";
import { aTill } from "../../test/till/a-till.ts";
import { aFolder } from "../rig/built-till.ts";
import { nextRequest } from "../rig/sale.ts";

export interface InProcessTill extends AsyncDisposable {
  /** Issues this many invoices one at a time; returns sales a second. */
  run(sales: number): Promise<number>;
}

const client = { name: "bench", scope: "sell" } as const;

/** The operation without the door: a whole till in this process, its loops at rest. */
export async function openInProcessTill(): Promise<InProcessTill> {
  const folder = aFolder();
  const till = await aTill({ folder: folder.path, world: { clock: systemClock, freeBytes: () => freeBytes(folder.path) } });
  return {
    async run(sales) {
      const started = performance.now();
      for (let sale = 0; sale < sales; sale++) await issueInvoice(till.till.shop, client, nextRequest());
      return (sales / (performance.now() - started)) * 1000;
    },
    async [Symbol.asyncDispose]() {
      await till[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
