import type { Log } from "../../../base/log.ts";
import type { Reading } from "../../../regions/region.ts";
import { type MessageId, messageIdOf } from "../../../regions/tw/messages/download/message-id.ts";
import { type ProcessResult, readProcessResult } from "../../../regions/tw/messages/download/process-result.ts";
import { readSummaryResult, type SummaryResult } from "../../../regions/tw/messages/download/summary-result.ts";
import { type Disk, diskCode } from "../disk/disk.ts";
import { type DatedFile, filesSince, stampOf } from "../disk/files-by-day.ts";

/** What one result says of one document, or of a whole package. */
export interface Verdict {
  /** When its package was made, `20260105140522123`. */
  readonly stamp: string;
  /** The platform's code; null where it only counts the document among the failed. */
  readonly code: string | null;
  /** The date it names, or empty. */
  readonly date: string;
}

const mostBytes = 16_000_000;
const kinds = ["ProcessResult", "SummaryResult"] as const;
/** Longer than any deadline. */
const keptDays = 10;
/** The code by which a summary's good documents are remembered. */
export const successCode = "00000";

/** Remembers what every result of late said. Each file is read once; after a restart all of the days asked for are read again. */
export class Results {
  readonly #disk: Disk;
  readonly #log: Log;
  /** Which files were read, and when those were written. */
  readonly #seen = new Map<string, string>();
  /** By document, each verdict under its own words: doubled files say things twice. */
  readonly #verdicts = new Map<string, Map<string, Verdict>>();
  #horizon = "";

  constructor(disk: Disk, log: Log) {
    this.#disk = disk;
    this.#log = log;
  }

  /** Reads what is new in a results folder since a day. */
  async refresh(folder: string, since: string): Promise<void> {
    this.#keepFrom(since);
    for (const kind of kinds)
      for (const file of await filesSince(this.#disk, `${folder}/BAK/${kind}`, since)) await this.#readOnce(file, kind);
  }

  /** What was said of a document since a stamp, oldest first. */
  of(message: string, reference: string, after: string): readonly Verdict[] {
    const known = this.#verdicts.get(`${message} ${reference}`)?.values() ?? [];
    return [...known]
      .filter(({ stamp }) => stamp > after)
      .sort((one, other) => (one.stamp < other.stamp ? -1 : Number(one.stamp > other.stamp)));
  }

  /** What was said of whole packages of a message, without naming a document. */
  ofPackages(message: string, after: string): readonly Verdict[] {
    return this.of(message, "", after);
  }

  async #readOnce(file: DatedFile, kind: (typeof kinds)[number]): Promise<void> {
    const facts = await this.#factsOf(file.path);
    if (!facts) return;
    const once = `${file.path}|${facts.size}|${facts.modifiedMs}`;
    if (this.#seen.has(once)) return;
    const reading = await this.#read(file.path, kind);
    this.#seen.set(once, stampOf(facts.modifiedMs));
    if (reading.result === "unreadable") this.#log.warn("result-unreadable", { file: file.path, reason: reading.reason });
    else if ("infos" in reading.content) this.#takeProcessResult(reading.content, facts.modifiedMs);
    else this.#takeSummary(reading.content, facts.modifiedMs);
  }

  async #factsOf(path: string) {
    try {
      return await this.#disk.facts(path);
    } catch (error) {
      if (diskCode(error) === "ENOENT") return null; // moved on since the folder was listed
      throw error;
    }
  }

  async #read(path: string, kind: (typeof kinds)[number]): Promise<Reading<ProcessResult | SummaryResult>> {
    try {
      const text = new TextDecoder().decode(await this.#disk.read(path, mostBytes));
      return kind === "ProcessResult" ? readProcessResult(text) : readSummaryResult(text);
    } catch (error) {
      if (!["EFBIG", "EACCES", "EPERM", "EISDIR"].includes(diskCode(error))) throw error;
      return { result: "unreadable", reason: (error as Error).message };
    }
  }

  #takeProcessResult({ package: id, messageType, infos }: ProcessResult, modifiedMs: number): void {
    const [message, stamp] = [id?.message ?? presentName(messageType), stampFor(id, modifiedMs)];
    for (const { code, parameters } of infos) {
      if (code === "") continue;
      const reference = parameters[0] ?? "";
      const date = (parameters[1] ?? "").replace(/\D/g, "").slice(0, 8);
      this.#add(message, /^[A-Za-z0-9]{10,16}$/.test(reference) ? reference : "", { stamp, code: zeros(code), date });
    }
  }

  #takeSummary({ messages }: SummaryResult, modifiedMs: number): void {
    for (const { messageId, messageType, good, failed } of messages) {
      const id = messageIdOf(messageId) ?? null;
      const [message, stamp] = [id?.message ?? presentName(messageType), stampFor(id, modifiedMs)];
      for (const { number, date } of good.documents) this.#add(message, number, { stamp, code: successCode, date });
      for (const { number, date } of failed.documents) this.#add(message, number, { stamp, code: null, date });
    }
  }

  /** Doubled files, and a success that both kinds of result name, are kept once. */
  #add(message: string, reference: string, verdict: Verdict): void {
    const key = `${message} ${reference}`;
    const known = this.#verdicts.get(key) ?? new Map<string, Verdict>();
    const words = `${verdict.stamp} ${verdict.code}`;
    if (!known.has(words)) known.set(words, verdict);
    this.#verdicts.set(key, known);
  }

  /** A till that runs for years remembers no more than it still asks about; asked about older days, it reads them again. */
  #keepFrom(since: string): void {
    if (since < this.#horizon) {
      this.#seen.clear();
      this.#horizon = since;
      return;
    }
    const horizon = stampOf(Date.parse(`${since.slice(0, 4)}-${since.slice(4, 6)}-${since.slice(6)}`) - keptDays * 86_400_000);
    if (horizon.slice(0, 8) <= this.#horizon) return;
    this.#horizon = horizon.slice(0, 8);
    for (const [once, stamp] of this.#seen) if (stamp < horizon) this.#seen.delete(once);
    for (const [key, verdicts] of this.#verdicts)
      if ([...verdicts.values()].every(({ stamp }) => stamp < horizon)) this.#verdicts.delete(key);
  }
}

function stampFor(id: MessageId | null, modifiedMs: number): string {
  const stamp = id ? id.date + id.time : "";
  return /^\d{17}$/.test(stamp) ? stamp : stampOf(modifiedMs);
}

/** Results name messages as they were called before MIG 4 (spec/taiwan.md 5.8). */
function presentName(messageType: string): string {
  const names: Readonly<Record<string, string>> = {
    C0401: "F0401",
    C0501: "F0501",
    C0701: "F0701",
    D0401: "G0401",
    D0501: "G0501",
  };
  return names[messageType] ?? messageType;
}

function zeros(code: string): string {
  return /^0+$/.test(code) ? successCode : code;
}
