import type { Config } from "../../../config/schema.ts";
import { systemClock } from "../../base/clock.ts";
import { Problem } from "../../base/problem.ts";
import { faultWords } from "../../daemon/alerts/fault-words.ts";
import type { DrillLine, DrillReport } from "../../daemon/drill/drill-report.ts";
import { publicKeys } from "../../daemon/home/keys.ts";
import { walkJournal } from "../../daemon/outlook/walk-journal.ts";
import type { TillStatus } from "../../daemon/till-status.ts";
import type { PrinterFault } from "../../drivers/status.ts";
import { arrivalsOf } from "../demo/arrivals.ts";
import { get, post } from "../local-till.ts";
import { type RehearsalTill, startRehearsalTill } from "./rehearsal-till.ts";

export interface DrillPlan {
  /** The shop whose paper and printer are rehearsed. */
  readonly shop: Config;
  /** The shop's own home, beside whose files the rehearsal's lie; null where there is none. */
  readonly beside: string | null;
  /** How long printer and upstream stay away. */
  readonly cutSeconds: number;
  tell(line: DrillLine): void;
  /** Another stage than the ordinary one, for whoever tests the drill. */
  readonly start?: typeof startRehearsalTill;
}

const salesBefore = 3;
const salesMeanwhile = 10;

/** Sells with everything there, cuts printer and upstream, sells on, brings both back, and counts on both far sides what came. */
export async function playDrill({ shop, beside, cutSeconds, tell, start = startRehearsalTill }: DrillPlan): Promise<DrillReport> {
  const till = await start(shop, beside);
  const lines: DrillLine[] = [];
  const add = (line: DrillLine) => {
    lines.push(line);
    tell(line);
  };
  const { seller, law } = till.running.till.shop;
  const began = systemClock.uptimeMs();
  const startedAt = law.localTime(Math.floor(systemClock.now().getTime() / 1000));
  try {
    const before = await sell(till, salesBefore, 0);
    add(await wholeDay(till, before));
    till.cutUpstream();
    till.printer.setFault("port-closed");
    add(cutLine(cutSeconds));
    const meanwhile = await sell(till, salesMeanwhile, (cutSeconds * 1000) / salesMeanwhile);
    add(soldLine(meanwhile));
    add(await queuedLine(till, before));
    add(await noticedLine(till));
    till.printer.setFault("none");
    add(await printedLine(till, [...before, ...meanwhile]));
    till.mendUpstream();
    add(await arrivedLine(till, [...before, ...meanwhile]));
    add(booksLine(till, [...before, ...meanwhile]));
  } finally {
    await till.close();
  }
  const seconds = Math.round((systemClock.uptimeMs() - began) / 1000);
  const printer = shop.printers[0]?.model ?? "virtual";
  return { ok: lines.every(({ ok }) => ok), seller: seller.name, printer, startedAt, seconds, lines };
}

interface Sold {
  readonly number: string;
  /** Papers it is owed. */
  readonly papers: number;
  readonly ms: number;
}

/** Refused sales are missing in what it returns. */
async function sell(till: RehearsalTill, count: number, pauseMs: number): Promise<readonly Sold[]> {
  const sold: Sold[] = [];
  const run = systemClock.now().getTime().toString(36);
  for (let sale = 1; sale <= count; sale++) {
    const from = systemClock.uptimeMs();
    const lines = [{ name: "演練商品", quantity: 1, unitPrice: 100 + sale }];
    try {
      const answer = await post<{ number: string; slips: readonly unknown[] }>(till.local, "/v1/sales", {
        requestId: `drill-${run}-${sale}`,
        lines,
      });
      sold.push({ number: answer.number, papers: answer.slips.length, ms: systemClock.uptimeMs() - from });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    await systemClock.sleep(pauseMs);
  }
  return sold;
}

async function wholeDay(till: RehearsalTill, sold: readonly Sold[]): Promise<DrillLine> {
  const ms = await until(till, () => onPaper(till, sold) && allThere(till, sold));
  const ok = ms !== null && sold.length === salesBefore;
  const { number: first } = sold[0] ?? { number: "-" };
  return {
    id: "before",
    ok,
    zh: `一切正常時：賣了 ${sold.length} 筆（自 ${first}），全部印出並送達，${time(ms, "zh")}`,
    en: `With everything there: ${sold.length} sales (from ${first}), all printed and arrived, ${time(ms, "en")}`,
  };
}

function cutLine(seconds: number): DrillLine {
  return {
    id: "cut",
    ok: true,
    zh: `切斷：上傳資料夾移走、印表機斷線，共 ${seconds} 秒`,
    en: `Cut: the upload folder taken away and the printer off the line, for ${seconds} s`,
  };
}

function soldLine(sold: readonly Sold[]): DrillLine {
  const slowest = Math.round(Math.max(0, ...sold.map(({ ms }) => ms)));
  return {
    id: "sold",
    ok: sold.length === salesMeanwhile,
    zh: `切斷期間照常銷售：${sold.length}／${salesMeanwhile} 筆開立成功，最慢 ${slowest} 毫秒`,
    en: `Selling went on: ${sold.length} of ${salesMeanwhile} sales got their invoice, the slowest in ${slowest} ms`,
  };
}

async function queuedLine(till: RehearsalTill, before: readonly Sold[]): Promise<DrillLine> {
  const { slips, parcels } = till.running.home.ledger;
  const { waiting = 0, sent = 0 } = parcels.counts();
  const papers = slips.waitingCount(till.running.till.shop.printerFor("proof"));
  const printedNothing = till.pieces() === sum(before);
  const due = parcels.nearestDeadline();
  const deadline = due === null ? "-" : till.running.till.shop.law.localTime(due);
  return {
    id: "queued",
    ok: waiting + sent === salesMeanwhile && papers >= salesMeanwhile && printedNothing,
    zh: `全部排隊等候：${waiting + sent} 份文件待上傳（法定期限 ${deadline}），${papers} 張待印，無一遺失`,
    en: `Everything waits in line: ${waiting + sent} documents to upload (due by law ${deadline}), ${papers} papers to print`,
  };
}

async function noticedLine(till: RehearsalTill): Promise<DrillLine> {
  let said = { zh: "", en: "" };
  const ms = await until(till, async () => {
    const { printers } = await get<TillStatus>(till.local, "/v1/status");
    const { parcels } = await get<{ parcels: readonly { reason: string | null }[] }>(
      till.local,
      "/v1/outbox?state=waiting&limit=1",
    );
    const [fault] = printers[0]?.faults ?? [];
    const reason = parcels[0]?.reason ?? null;
    said = whatIsWrong(fault, reason);
    return printers[0]?.state === "fault" && reason !== null;
  });
  return {
    id: "noticed",
    ok: ms !== null,
    zh: `本機說得出哪裡壞了：${said.zh || "（沒有）"}`,
    en: `The till says what is the matter: ${said.en || "(nothing)"}`,
  };
}

/** The drill took Turnkey's folder away itself, so that it can say in Chinese what the outbox says in English. */
function whatIsWrong(fault: PrinterFault | undefined, reason: string | null) {
  const printer = fault && faultWords[fault];
  const folder = reason?.includes("missing") ? "上傳用的 Turnkey 資料夾不見了" : reason;
  return {
    zh: [printer && `印表機${printer.zh}`, folder].filter(Boolean).join("；"),
    en: [printer && `the printer: ${printer.en}`, reason].filter(Boolean).join("; "),
  };
}

async function printedLine(till: RehearsalTill, sold: readonly Sold[]): Promise<DrillLine> {
  const ms = await until(till, () => onPaper(till, sold));
  const pieces = till.pieces();
  const { uncertain: doubtful = 0 } = till.running.home.ledger.condition.openSlips();
  return {
    id: "printed",
    ok: ms !== null && pieces === sum(sold) && doubtful === 0,
    zh: `印表機恢復：已全部印出，共 ${pieces}／${sum(sold)} 張，每張一次，存疑 ${doubtful} 張，${time(ms, "zh")}`,
    en: `The printer is back: ${pieces} of ${sum(sold)} papers came out, each once, ${doubtful} doubtful, ${time(ms, "en")}`,
  };
}

async function arrivedLine(till: RehearsalTill, sold: readonly Sold[]): Promise<DrillLine> {
  const ms = await until(till, () => allThere(till, sold));
  const times = [...arrivalsOf(till.turnkey, numbersOf(sold)).values()];
  const once = times.filter((count) => count === 1).length;
  const twice = times.filter((count) => count > 1).length;
  return {
    id: "arrived",
    ok: ms !== null && once === sold.length,
    zh: `上傳恢復：${once}／${sold.length} 份送達一次，重複 ${twice}，遺失 ${times.length - once - twice}，${time(ms, "zh")}`,
    en: `The upload is back: ${once} of ${sold.length} arrived once, ${twice} twice, ${times.length - once - twice} not at all, ${time(ms, "en")}`,
  };
}

function booksLine(till: RehearsalTill, sold: readonly Sold[]): DrillLine {
  const { ledger, paths } = till.running.home;
  const { broken, entries } = walkJournal(ledger.journal, publicKeys(paths.keys));
  const serials = sold.map(({ number }) => Number(number.slice(2)));
  const inARow = serials.every((serial, index) => index === 0 || serial === serials[index - 1]! + 1);
  return {
    id: "books",
    ok: broken === null && inARow,
    zh: `號碼連號：${inARow ? "是" : "否"}；帳冊 ${entries} 筆逐筆驗證${broken ? `，第 ${broken.seq} 筆毀損` : "無誤"}`,
    en: `Numbers in a row: ${inARow ? "yes" : "no"}; the journal's ${entries} entries ${broken ? `break at ${broken.seq}` : "hold, seal by seal"}`,
  };
}

function onPaper(till: RehearsalTill, sold: readonly Sold[]): boolean {
  const { slips } = till.running.home.ledger;
  return (
    till.pieces() >= sum(sold) &&
    slips.waitingCount(till.running.till.shop.printerFor("proof")) === 0 &&
    slips.list(["sending"], 1).length === 0
  );
}

/** Stored at the platform, and known to be so by the till. */
function allThere(till: RehearsalTill, sold: readonly Sold[]): boolean {
  const { waiting = 0, sent = 0, held = 0 } = till.running.home.ledger.parcels.counts();
  return waiting + sent + held === 0 && [...arrivalsOf(till.turnkey, numbersOf(sold)).values()].every((count) => count > 0);
}

function numbersOf(sold: readonly Sold[]): string[] {
  return sold.map(({ number }) => number);
}

function sum(sold: readonly Sold[]): number {
  return sold.reduce((total, { papers }) => total + papers, 0);
}

/** How long it took, in milliseconds; null where patience ended first. */
async function until({ patienceMs }: RehearsalTill, holds: () => boolean | Promise<boolean>): Promise<number | null> {
  const from = systemClock.uptimeMs();
  while (systemClock.uptimeMs() - from < patienceMs) {
    if (await holds()) return systemClock.uptimeMs() - from;
    await systemClock.sleep(100);
  }
  return null;
}

function time(ms: number | null, language: "zh" | "en"): string {
  if (ms === null) return language === "zh" ? "等了三分鐘仍未完成" : "not within three minutes";
  const seconds = (ms / 1000).toFixed(1);
  return language === "zh" ? `費時 ${seconds} 秒` : `in ${seconds} s`;
}
