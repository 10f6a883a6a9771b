import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { paperOf, printerModelNames } from "../../config/printers.ts";
import { Database } from "../../db/till/file/sqlite.ts";
import { Problem } from "../base/problem.ts";
import { type Examination, examine } from "../daemon/doctor/examine.ts";
import { databaseFindings } from "../daemon/doctor/examine-home.ts";
import { type Finding, red } from "../daemon/doctor/finding.ts";
import type { Patient } from "../daemon/doctor/patient.ts";
import { pathsOf } from "../daemon/home/home.ts";
import { runSelfCheck, type SelfCheckReport } from "../daemon/self-check/run-self-check.ts";
import type { Paper } from "../receipt/layout.ts";
import type { CheckMark, RegionSelfCheck } from "../regions/self-check.ts";
import type { Command } from "./command.ts";
import { homeFolder, loadFaces, version } from "./installation.ts";
import { openForLooking } from "./open-for-looking.ts";
import { selfCheckPage } from "./self-check-page.tsx";
import { say } from "./terminal.ts";

export const doctor: Command = {
  usage: "doctor [--self-check [--page FILE.html]] [--home DIR] [--json]",
  does: "looks at everything, changes nothing, says what to do; --self-check goes through the ministry's own list on this till",
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        "self-check": { type: "boolean", default: false },
        page: { type: "string" },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    if (values.page !== undefined && !values["self-check"])
      throw new Problem("misuse", "A page is made of the self-check.", { hint: `Usage: tillseal ${this.usage}` });
    const folder = homeFolder(values.home);
    if (!values["self-check"]) return tellExamination(await examineHome(folder), values.json);
    return await selfCheck(folder, values);
  },
};

/** A database whose books cannot even be opened is the finding, and all that is found. */
async function examineHome(folder: string): Promise<Examination> {
  try {
    using patient = await openForLooking(folder);
    return await examine(patient);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const findings = databaseFindings(pathsOf(folder).database);
    const why = findings.some(({ light }) => light !== "green") ? "what stands above says why" : "restore a backup";
    const closed = red(`Its books cannot be opened: ${error.message}.`, `Nothing else can be looked at before that; ${why}.`);
    return { light: "red", groups: [{ name: "database", findings: [...findings, closed] }] };
  }
}

const lights = { green: "✓", yellow: "!", red: "✗" } as const;

function tellExamination({ light, groups }: Examination, json: boolean): number {
  const lines = groups.flatMap(({ name, findings }) =>
    findings.map((finding, index) => inWords(index === 0 ? name : "", finding)),
  );
  const count = (wanted: Finding["light"]) =>
    groups.flatMap(({ findings }) => findings).filter((one) => one.light === wanted).length;
  const verdict = light === "green" ? "All is well." : `${count("red")} to mend, ${count("yellow")} to know about.`;
  say(json ? JSON.stringify({ light, version, groups }) : [...lines, "", verdict].join("\n"));
  return light === "red" ? 1 : 0;
}

function inWords(name: string, { light, seen, todo }: Finding): string {
  return [`${lights[light]} ${name.padEnd(9)} ${seen}`, ...(todo === null ? [] : [`${" ".repeat(12)}→ ${todo}`])].join("\n");
}

async function selfCheck(
  folder: string,
  { page, json }: { readonly page?: string | undefined; readonly json: boolean },
): Promise<number> {
  using patient = await openForLooking(folder);
  const { shop, surroundings } = patient;
  const unknown = patient.configProblem ?? (patient.config.seller ? null : patient.sellerProblem);
  if (unknown) throw unknown;
  const report = await runSelfCheck({ shop, faces: loadFaces(), ...printerOf(patient) }, surroundings);
  const form = shop.region.selfCheck;
  if (page !== undefined) writePage(resolve(page), selfCheckPage(form, report, version));
  const count = (mark: CheckMark) => report.items.filter((item) => item.mark === mark).length;
  const counts = { passed: count("passed"), failed: count("failed"), byHand: count("by-hand") };
  const { pictures: _, ...told } = report;
  if (json) say(JSON.stringify({ version, ...told, counts, ...(page !== undefined && { page: resolve(page) }) }));
  else
    say(
      reportInWords(form, report, `${counts.passed} passed, ${counts.failed} failed, ${counts.byHand} for a person to confirm.`),
    );
  if (!json && page !== undefined) say(`The page to print and sign is ${resolve(page)}`);
  return counts.failed > 0 ? 1 : 0;
}

function writePage(path: string, html: string): void {
  try {
    writeFileSync(path, html);
  } catch (cause) {
    throw new Problem("misuse", `The page cannot be written to ${path}.`, {
      hint: "Name a file in a folder that is there.",
      cause,
    });
  }
}

const marks = { passed: "✓", failed: "✗", "by-hand": "?" } as const;

function reportInWords(
  form: RegionSelfCheck,
  { items, seller, environment, checkedAt, printer }: SelfCheckReport,
  sum: string,
): string {
  const head = `${form.title.local} · ${form.title.english}\n${seller.name} ${seller.businessId} (${environment}), ${checkedAt}, Tillseal ${version}, printer ${printer}\n`;
  const told = items.flatMap(({ item, asks, mark, how, seen, todo }, index) => [
    `${marks[mark]} ${item.padEnd(5)} ${asks.local} · ${asks.english}`,
    ...(items[index - 1]?.how.english === how.english ? [] : [`        how: ${how.english}`]),
    ...seen.map(({ english }) => `        ${english}`),
    ...(todo ? [`        → ${todo.english}`] : []),
  ]);
  const onDemo = environment === "demo" ? [`${form.labels.demo.local} ${form.labels.demo.english}`] : [];
  return [head, ...told, "", ...onDemo, sum].join("\n");
}

/** The printer proof slips go to, with its paper; an ordinary one where there is none. */
function printerOf({ running, config }: Patient): { readonly printer: string; readonly paper: Paper } {
  const first = running?.printers[0] ?? config.printers[0];
  const model = printerModelNames.find((name) => name === first?.model) ?? "generic-58";
  const paper = paperOf({ model, head: config.printers.find(({ name }) => name === first?.name)?.head });
  return { printer: `${first ? `${first.name} ` : ""}${model}, ${paper.columnDots} dots`, paper };
}
