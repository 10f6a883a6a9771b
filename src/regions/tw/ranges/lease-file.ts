import { z } from "zod";
import type { LentNumbers, RangeFileRead } from "../../numbers.ts";
import { periodFromText } from "./period.ts";

/** Numbers a hub lent, in a form of our own. A head office may lend any piece of its booklets. */
const leaseFile = z
  .strictObject({
    businessId: z.string().regex(/^\d{8}$/, "must be a 統一編號 of eight digits"),
    invoiceType: z.enum(["07", "08"]),
    period: z.string().refine((text) => text.length === 5 && periodFromText(text) === text, "must be a period such as 11512"),
    track: z.string().regex(/^[A-Z]{2}$/, "must be two capital letters"),
    first: z.int().min(0).max(99_999_999),
    last: z.int().min(0).max(99_999_999),
    lease: z.string().min(1),
  })
  .refine(({ first, last }) => first <= last, { path: ["last"], error: "must not be below first" });

/** Whether a JSON file is one of these rather than of slots. */
export function isLeaseFile(bytes: Uint8Array): boolean {
  const json = parsedJson(bytes);
  return typeof json === "object" && json !== null && "lease" in json;
}

export function readLeaseFile(bytes: Uint8Array): RangeFileRead {
  const read = leaseFile.safeParse(parsedJson(bytes));
  if (read.success) {
    const { lease: _, ...grant } = read.data;
    return { result: "read", grants: [{ row: 1, ...grant }], slots: [] };
  }
  const faults = read.error.issues.map(({ path, message }) => ({ path: path.join(".") || "file", code: "lease", message }));
  return { result: "refused", faults };
}

/** The file by which lent numbers come in: with slots where the lender bound them, else as a plain range. */
export function fileOfLease({ lease, businessId, slots, ...numbers }: LentNumbers): Uint8Array {
  const { invoiceType, period } = numbers;
  const file = slots ? { businessId, invoiceType, period, slots } : { businessId, ...numbers, lease };
  return new TextEncoder().encode(JSON.stringify(file));
}

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
