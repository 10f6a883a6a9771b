import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { PrinterDriver } from "../../../src/drivers/driver.ts";
import { aTill, type TestTill, type TillSettings } from "../../till/a-till.ts";

export interface Ticket {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly printer: string;
  readonly code?: string;
  readonly detail?: string;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
}

/** A wire that only listens: it keeps what was written, and can be away. */
export function aWire() {
  const written: Buffer[] = [];
  const wire = { away: false, bytes: () => Buffer.concat(written), jobs: () => written.length };
  const driver: PrinterDriver = {
    async open() {
      if (wire.away) throw new Error("nobody answers");
      const closed = new AbortController();
      return {
        write: async (bytes) => void written.push(Buffer.from(bytes)),
        closed: closed.signal,
        [Symbol.asyncDispose]: async () => closed.abort(),
      };
    },
  };
  return Object.assign(wire, { driver });
}

export const oneWay = { name: "front", url: "tcp://127.0.0.1:9", model: "one-way-58" } as const;

/** A till with one printer that cannot answer. */
export function aCounter(wire: ReturnType<typeof aWire>, settings: TillSettings = {}, printer: object = {}): Promise<TestTill> {
  const config = { printers: [{ ...oneWay, ...printer }], ...settings.config };
  return aTill({ ...settings, driver: wire.driver, config });
}

export function aFolder(): string {
  return mkdtempSync(join(tmpdir(), "tillseal-tickets-"));
}

export const print = (till: TestTill, blocks: object[], more: object = {}, key?: string) =>
  till.post<Ticket>("/v1/print", { blocks, ...more }, key === undefined ? {} : { "idempotency-key": key });

/** Lets the till work until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn++) {
    if (turn > 200_000) throw new Error("it never came to be");
    await setImmediate();
  }
}

export const stateOf = (till: TestTill, { id }: Pick<Ticket, "id">) => till.home.ledger.tickets.find(Number(id))?.state;

/** Where a text stands in print bytes, in a printer's own letters. */
export const pulses = {
  two: Buffer.of(0x1b, 0x70, 0, 0x3c, 0x78),
  five: Buffer.of(0x1b, 0x70, 1, 0x3c, 0x78),
} as const;

export function countOf(bytes: Buffer, part: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + 1)) count++;
  return count;
}
