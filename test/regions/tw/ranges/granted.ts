import iconv from "iconv-lite";
import type { Grant } from "../../../../src/regions/numbers.ts";
import vectors from "../vectors.json" with { type: "json" };

/** Two booklets of the current period, row 2 of their file. */
export function aGrant(changes: Partial<Grant> = {}): Grant {
  return {
    row: 2,
    businessId: "12345675",
    invoiceType: "07",
    period: "11512",
    track: "KD",
    first: 12_345_600,
    last: 12_345_699,
    ...changes,
  };
}

export function csv(...rows: string[]): string {
  return [vectors.track_csv.header, ...rows, ""].join("\r\n");
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

export function big5(text: string): Uint8Array {
  return iconv.encode(text, "cp950");
}
