import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Ordeal } from "./ordeal.ts";

const page = fileURLToPath(new URL("../../../docs/reliability.md", import.meta.url));
const [opening, closing] = ["<!-- faults printer: begin -->", "<!-- faults printer: end -->"];

/** Puts the table between its marks in docs/reliability.md. */
export function writeTable(ordeals: readonly Ordeal[]): void {
  const text = readFileSync(page, "utf8");
  const [before = "", rest = ""] = text.split(opening);
  const [, after = ""] = rest.split(closing);
  writeFileSync(page, `${before}${opening}\n${tableOf(ordeals)}\n${closing}${after}`);
}

function tableOf(ordeals: readonly Ordeal[]): string {
  const head = [
    "| what happens | when | slip meanwhile | slip afterwards | slip on paper | named as | after | selling p99 |",
    "|---|---|---|---|---|---|---|---|",
  ];
  const rows = ordeals.map(({ mishap, moment, during, after, onPaper, named, sellingP99Ms }) => {
    const cells = [
      mishap,
      moment,
      during,
      after,
      onPaper ? "yes" : "no",
      named?.as ?? "–",
      named ? `${named.ms.toFixed(0)} ms` : "–",
    ];
    return `| ${[...cells, `${sellingP99Ms.toFixed(1)} ms`].join(" | ")} |`;
  });
  return [...head, ...rows].join("\n");
}
