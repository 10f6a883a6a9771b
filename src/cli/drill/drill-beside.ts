import { execFile } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { DrillReport, Rehearse } from "../../daemon/drill/drill-report.ts";
import { refuse } from "../../daemon/drill/problems.ts";

const here = fileURLToPath(import.meta.url);
const command = fileURLToPath(new URL(`../tillseal${extname(here)}`, import.meta.url));
/** Beyond the cut: what a drill may take on a slow computer. */
const longestMs = 900_000;

/** Runs a drill in a process of its own, so that the till that sells does not feel it. */
export function drillBeside(home: string): Rehearse {
  return ({ cutSeconds }) =>
    new Promise((resolve, reject) => {
      const args = [...process.execArgv, command, "drill", "--json", "--seconds", String(cutSeconds), "--home", home];
      const limits = { timeout: longestMs + cutSeconds * 1000, maxBuffer: 1024 * 1024, windowsHide: true };
      execFile(process.execPath, args, limits, (error, output, complaint) => {
        const report = readReport(output);
        if (report) return resolve(report);
        const said = complaint.trim().split("\n").at(-1) || error?.message || "it said nothing";
        reject(
          refuse("drill-failed", `The drill could not take place: ${said}`, { hint: "Run `tillseal drill` to see it happen." }),
        );
      });
    });
}

function readReport(output: string): DrillReport | null {
  try {
    const read: unknown = JSON.parse(output);
    return typeof read === "object" && read !== null && "lines" in read ? (read as DrillReport) : null;
  } catch {
    return null;
  }
}
