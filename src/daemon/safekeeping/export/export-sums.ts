import { z } from "zod";
import { canonicalJson } from "../../../invoice/seal/canonical.ts";
import { type InvoiceStatus, statusOf } from "../../../invoice/undoing.ts";
import { manifestName, type PartFault } from "../archive/seal-manifest.ts";
import type { Sum } from "./survey.ts";

const sum = z.object({ count: z.int(), total: z.int() });
const head = z.object({ seq: z.int(), hash: z.string() });

/** What a manifest says of the money in its export, and of the moment it is bound to. */
export const summedManifest = z.object({ head, sums: z.object({ issued: sum, cancelled: sum, withdrawn: sum }) });

const summedReport = z.object({ head, totals: z.object({ standing: sum, cancelled: sum }) });

interface Passed {
  readonly total: number;
  readonly acts: readonly ("cancel" | "withdraw")[];
}

/** The sums of the sealed entries as they pass: each invoice, and after it what undid it. */
export class ExportSums {
  readonly #sums: Record<InvoiceStatus, Sum> = {
    issued: { count: 0, total: 0 },
    cancelled: { count: 0, total: 0 },
    withdrawn: { count: 0, total: 0 },
  };
  #newest: Passed | null = null;

  take(kind: string, doc: unknown): void {
    if (kind === "invoice") this.#count({ total: (doc as { total: number }).total, acts: [] });
    if ((kind !== "cancel" && kind !== "withdraw") || !this.#newest) return;
    const { total, acts } = this.#newest;
    this.#add(statusOf(acts), -1, total);
    this.#count({ total, acts: [...acts, kind] });
  }

  /** What manifest or report say otherwise, or null; so a report that was made at another moment is found out. */
  fault(manifest: z.infer<typeof summedManifest>, report: unknown): PartFault | null {
    if (canonicalJson(manifest.sums) !== canonicalJson(this.#sums))
      return { part: manifestName, reason: "sums up otherwise than what is here" };
    const read = summedReport.safeParse(report);
    if (!read.success) return { part: "report.json", reason: "is no report of a period" };
    if (canonicalJson(read.data.head) !== canonicalJson(manifest.head))
      return { part: "report.json", reason: "was made at another moment than the export" };
    const { standing, cancelled } = read.data.totals;
    const { issued, cancelled: undone } = this.#sums;
    return canonicalJson([standing, cancelled]) === canonicalJson([issued, undone])
      ? null
      : { part: "report.json", reason: "sums up otherwise than what is here" };
  }

  #count(invoice: Passed): void {
    this.#newest = invoice;
    this.#add(statusOf(invoice.acts), 1, invoice.total);
  }

  #add(status: InvoiceStatus, count: 1 | -1, total: number): void {
    const before = this.#sums[status];
    this.#sums[status] = { count: before.count + count, total: before.total + count * total };
  }
}
