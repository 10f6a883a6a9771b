import { z } from "zod";
import type { Fault } from "../../../base/problem.ts";
import type { BoundNumber, Grant, RangeFileRead } from "../../numbers.ts";
import { byNumber, joinNeighbours } from "./number-span.ts";
import { periodFromText } from "./period.ts";

/**
 * Pre-bound slots, in a form of our own: a provider adapter writes it (汎宇 Z21 and Z22, ECPay's number list; spec/taiwan.md 2.6).
 * A lone till needs no more than 50,000 of them in two months.
 */
const slotFile = z.strictObject({
  businessId: z.string().regex(/^\d{8}$/, "must be a 統一編號 of eight digits"),
  invoiceType: z.enum(["07", "08"]),
  period: z.string().refine((text) => text.length === 5 && periodFromText(text) === text, "must be a period such as 11512"),
  slots: z
    .array(
      z.strictObject({
        number: z.string().regex(/^[A-Z]{2}\d{8}$/, "must be two capital letters and eight digits"),
        randomCode: z.string().regex(/^\d{4}$/, "must be four digits"),
        cipher: z.string().regex(/^[A-Za-z0-9+/]{21}[AQgw]==$/, "must be 16 bytes in base64, 24 characters"),
      }),
    )
    .min(1)
    .max(50_000),
});

/**
 * Reads a JSON file of slots, in any order, into ranges of adjacent numbers and the slots by number. A provider may leave numbers
 * out, so they need not be whole booklets; a number given twice comes back as two ranges that overlap.
 */
export function readSlotFile(bytes: Uint8Array): RangeFileRead {
  const json = parsedJson(bytes);
  if (json === undefined)
    return { result: "refused", faults: [{ path: "file", code: "json", message: "The file is not JSON in UTF-8." }] };
  const read = slotFile.safeParse(json);
  if (!read.success) return { result: "refused", faults: read.error.issues.map(slotFault) };

  const { slots, ...grant } = read.data;
  const single = slots.map((slot, index) => ({ ...grant, row: index + 1, ...spanOf(slot) }));

  return { result: "read", grants: joinNeighbours<Grant>(single.toSorted(byNumber)), slots };
}

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** `slots[3].cipher` */
function slotFault({ path, message }: z.core.$ZodIssue): Fault {
  const where = path.reduce<string>((to, key) => (typeof key === "number" ? `${to}[${key}]` : `${to}.${String(key)}`), "");
  return { path: where.replace(/^\./, "") || "file", code: "slot-file", message };
}

function spanOf({ number }: BoundNumber): { readonly track: string; readonly first: number; readonly last: number } {
  const value = Number(number.slice(2));
  return { track: number.slice(0, 2), first: value, last: value };
}
