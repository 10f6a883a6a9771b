import { expect, test } from "vitest";
import { ExportSums } from "../../../src/daemon/safekeeping/export/export-sums.ts";

const head = { seq: 9, hash: "ab" };
const manifest = {
  head,
  sums: { issued: { count: 1, total: 65 }, cancelled: { count: 1, total: 130 }, withdrawn: { count: 1, total: 30 } },
};
const report = { head, totals: { standing: { count: 1, total: 65, tax: 0 }, cancelled: { count: 1, total: 130, tax: 0 } } };

/** What passed: one sale cancelled, one cancelled and then withdrawn, one that stands with an allowance. */
function passed(): ExportSums {
  const sums = new ExportSums();
  for (const [kind, total] of [
    ["invoice", 130],
    ["cancel", 0],
    ["invoice", 30],
    ["cancel", 0],
    ["withdraw", 0],
    ["invoice", 65],
    ["allowance", 5],
  ] as const)
    sums.take(kind, { total });
  return sums;
}

test("an export is whole when manifest and report sum up as its sealed entries do, and are of one moment", () => {
  const { head: _, ...headless } = report;
  const more = { ...report.totals, standing: { count: 2, total: 195 } };
  const sums = passed();
  for (const [said, told, part] of [
    [manifest, { ...report, totals: more }, "report.json"],
    [manifest, { ...report, head: { seq: 10, hash: "cd" } }, "report.json"],
    [manifest, headless, "report.json"],
    [{ ...manifest, sums: { ...manifest.sums, issued: { count: 2, total: 65 } } }, report, "manifest.json"],
  ] as const)
    expect(sums.fault(said, told)).toMatchObject({ part });
  expect(sums.fault(manifest, report)).toBeNull();
});
