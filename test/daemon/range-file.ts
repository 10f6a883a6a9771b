import type { ImportAnswer } from "../../src/daemon/http/schema/ranges.ts";
import type { Answer, TestTill } from "../till/a-till.ts";

const header = "營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號";

/** A row of the platform's file, good unless told otherwise. */
export function row({
  businessId = "12345675",
  type = "7",
  period = "115/11 ~ 115/12",
  track = "KD",
  first = "12345600",
  last = "12345699",
} = {}): string {
  return `${businessId},${type},${type === "8" ? "特種稅額計算" : "一般稅額計算"},${period},${track},${first},${last}`;
}

export function csv(...rows: string[]): string {
  return [header, ...rows, ""].join("\r\n");
}

/** The same numbers as the platform delivers them through Turnkey, once for the whole shop. */
export function e0501({ ban = "12345675", period = "11512", track = "KD", first = "12345600", last = "12345699" } = {}): string {
  const booklets = (Number(last) - Number(first) + 1) / 50;
  return `<InvoiceEnvelope><InvoicePack><InvoiceAssignNo xmlns="urn:GEINV:E0501:4.0"><Ban>${ban}</Ban><InvoiceType>07</InvoiceType>
    <YearMonth>${period}</YearMonth><InvoiceTrack>${track}</InvoiceTrack><InvoiceBeginNo>${first}</InvoiceBeginNo>
    <InvoiceEndNo>${last}</InvoiceEndNo><InvoiceBooklet>${booklets}</InvoiceBooklet></InvoiceAssignNo></InvoicePack></InvoiceEnvelope>`;
}

export interface Options {
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

/** Brings a file to a till as it was downloaded. */
export async function importFile<T = ImportAnswer>(
  till: TestTill,
  body: string | Uint8Array,
  { query = "", headers = {} }: Options = {},
): Promise<Answer<T>> {
  const response = await till.till.app.request(`http://till.test/v1/ranges/import${query}`, {
    method: "POST",
    headers: { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "text/csv", ...headers },
    body,
  });
  return response as Answer<T>;
}
