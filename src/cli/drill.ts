import { existsSync } from "node:fs";
import { setPriority } from "node:os";
import { parseArgs } from "node:util";
import { loadConfig } from "../../config/load.ts";
import { Problem } from "../base/problem.ts";
import type { DrillLine, DrillReport } from "../daemon/drill/drill-report.ts";
import { pathsOf } from "../daemon/home/home.ts";
import type { Command } from "./command.ts";
import { playDrill } from "./drill/play-drill.ts";
import { homeFolder } from "./installation.ts";
import { findLocalTill, post } from "./local-till.ts";
import { say } from "./terminal.ts";

type Language = "zh" | "en";

export const drill: Command = {
  usage: "drill [--seconds N] [--lang zh|en] [--print] [--home DIR] [--json]",
  does: "rehearses an outage with test documents on this machine: cuts the upload and the printer, sells on, brings both back and counts what came; touches nothing of the shop",
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        seconds: { type: "string", default: "10" },
        lang: { type: "string", default: "en" },
        print: { type: "boolean", default: false },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const cutSeconds = Number(values.seconds);
    const { lang } = values;
    if (!Number.isInteger(cutSeconds) || cutSeconds < 1 || cutSeconds > 600) throw misuse("--seconds goes from 1 to 600.");
    if (lang !== "zh" && lang !== "en") throw misuse("--lang is zh or en.");
    const folder = homeFolder(values.home);
    const paths = pathsOf(folder);
    const running = values.print ? findLocalTill(paths.running) : null;
    if (values.print && !running)
      throw new Problem("no-till", "No till runs here to print the report.", { hint: "Start the till, or leave --print out." });
    const tell = (line: DrillLine) => !values.json && say(inLine(line, lang));
    stepBack();
    endInOrder();
    if (!values.json) say(`${heading[lang]}\n`);
    const shop = loadConfig(paths.config, process.env);
    const beside = existsSync(paths.database) ? folder : null;
    const report = await playDrill({ shop, beside, cutSeconds, tell });
    say(values.json ? JSON.stringify(report) : `\n${verdict(report, lang)}`);
    if (running) await post(running, "/v1/print", { blocks: onPaper(report, lang) });
    return report.ok ? 0 : 1;
  },
};

/** Ctrl-C ends a process without its last words: the drill's folder would stay. */
function endInOrder(): void {
  process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
}

/** A till that sells on this computer goes first, where the system lets us say so. */
function stepBack(): void {
  try {
    setPriority(10);
  } catch {
    // then it shares
  }
}

const heading: Readonly<Record<Language, string>> = {
  zh: "斷線演練。全部使用測試資料，不影響本店的字軌、發票、印表機與上傳。",
  en: "Outage drill. Everything in it is test data: the shop's numbers, invoices, printers and uploads are not touched.",
};

function inLine(line: DrillLine, lang: Language): string {
  return `  ${mark(line.ok, lang)}  ${line[lang]}`;
}

function mark(ok: boolean, lang: Language): string {
  if (lang === "zh") return ok ? "通過  " : "不通過";
  return ok ? "ok    " : "NOT OK";
}

function verdict({ ok, seconds, lines }: DrillReport, lang: Language): string {
  const failed = lines.filter((line) => !line.ok).length;
  if (lang === "zh")
    return ok ? `演練通過，共 ${seconds} 秒。` : `演練不通過：${failed} 項未通過。請執行 tillseal doctor，並保留本報告。`;
  return ok
    ? `The drill held, in ${seconds} s.`
    : `The drill did not hold: ${failed} lines failed. Run \`tillseal doctor\` and keep this report.`;
}

function onPaper(report: DrillReport, lang: Language) {
  const text = (words: string, more: object = {}) => ({ type: "text", text: words, ...more });
  return [
    text(lang === "zh" ? "斷線演練報告" : "Outage drill", { size: "name", align: "centre" }),
    text(report.seller, { align: "centre" }),
    text(report.startedAt),
    { type: "rule" },
    ...report.lines.map((line) => text(`${mark(line.ok, lang).trim()}  ${line[lang]}`)),
    { type: "rule" },
    text(verdict(report, lang), { bold: true }),
    { type: "cut" },
  ];
}

function misuse(message: string): Problem {
  return new Problem("misuse", message, { hint: `Usage: tillseal ${drill.usage}` });
}
