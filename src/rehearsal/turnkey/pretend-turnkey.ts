import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import type { Step } from "../../base/loop.ts";
import { awardFile, type GrantedNumbers, grantFile, type WonPrizes } from "./down-files.ts";
import { Memory, type PendingPackage } from "./memory.ts";
import { type Moods, wellBehaved } from "./moods.ts";
import { type Grant, type Platform, taipeiDay, taipeiStamp } from "./platform.ts";
import { pretendFolder } from "./pretend-folder.ts";
import { type Outcome, type Package, processResult, summaryResult } from "./result-file.ts";
import { type Sheet, sheetOf } from "./sheet.ts";

export interface PretendTurnkeyOptions {
  /** Its work folder, made where there is none. */
  readonly folder: string;
  readonly clock: Clock;
  /** Chance, from 0 up to 1. */
  readonly chance: () => number;
  readonly moods?: Partial<Moods>;
  /** Which numbers exist; all of them by default. */
  readonly grants?: readonly Grant[];
}

const trays = {
  B2SSTORAGE: ["F0401", "F0501", "F0701", "G0401", "G0501"],
  B2PMESSAGE: ["E0401", "E0402"],
} as const;

/** A Turnkey that is not there, with the platform behind it: takes files, answers, and misbehaves as it is told. */
export class PretendTurnkey {
  moods: Moods;
  readonly #options: PretendTurnkeyOptions;
  readonly #memory: Memory;
  #lastStamp = "";

  constructor(options: PretendTurnkeyOptions) {
    this.#options = options;
    this.moods = { ...wellBehaved, ...options.moods };
    for (const path of trayPaths(options.folder))
      for (const name of ["SRC", "BAK", "ERR"]) mkdirSync(join(path, name), { recursive: true });
    mkdirSync(join(options.folder, "Unpack", "BAK"), { recursive: true });
    this.#memory = new Memory(join(options.folder, pretendFolder), options.grants ?? null);
  }

  get platform(): Platform {
    return this.#memory.platform;
  }

  /** Takes what lies there, and answers what is due. Does nothing while its folders are away. */
  async step(): Promise<Step> {
    if (this.moods.asleep || !existsSync(join(this.#options.folder, pretendFolder))) return "idle";
    try {
      const answered = this.#answerDue();
      return this.#takeFiles() + answered > 0 ? "worked" : "idle";
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return "faulted"; // taken away under its hands
      throw error;
    }
  }

  /** Sends numbers down, as a shop finds them. Returns the file's path. */
  grant(numbers: GrantedNumbers): string {
    return this.#sendDown("E0501", grantFile(numbers));
  }

  /** Sends a list of prizes down. */
  award(prizes: WonPrizes): string {
    return this.#sendDown("E0504", awardFile(prizes));
  }

  #takeFiles(): number {
    let taken = 0;
    for (const tray of trayPaths(this.#options.folder)) {
      const sound = this.#waitingIn(tray).filter((name) => this.#passes(tray, name));
      for (let start = 0; start < sound.length; start += this.moods.packSize)
        this.#pack(tray, sound.slice(start, start + this.moods.packSize));
      taken += sound.length;
    }
    return taken;
  }

  /** By their time, else by their name. */
  #waitingIn(tray: string): string[] {
    const source = join(tray, "SRC");
    const files = readdirSync(source).map((name) => ({ name, at: statSync(join(source, name)).mtimeMs }));
    files.sort((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1));
    const names = files.map(({ name }) => name);
    return this.moods.reorders ? names.toReversed() : names;
  }

  /** Its own checks. What fails goes to ERR, with a log beside it. */
  #passes(tray: string, name: string): boolean {
    const path = join(tray, "SRC", name);
    if (this.#happens(this.moods.loses)) {
      rmSync(path);
      return false;
    }
    const sheet = sheetOf(readFileSync(path, "utf8"));
    const fault = this.#happens(this.moods.refuses)
      ? "Err008 不合法的發票"
      : sheet === null
        ? "Err004 訊息剖析發生錯誤"
        : sheet.message === tray.slice(-5)
          ? null
          : "Err028 不合法的訊息";
    if (fault === null) return true;
    const refused = this.#datedPath(join(tray, "ERR"), name);
    renameSync(path, refused);
    writeFileSync(`${refused}.log`, `${name} ${fault}\n`);
    return false;
  }

  /** Written down first, so that a death in between sends the package all the same. */
  #pack(tray: string, names: readonly string[]): void {
    if (names.length === 0) return;
    const now = this.#options.clock.now().getTime();
    const message = tray.slice(-5);
    const pack = { message, files: [...names], day: taipeiDay(now), dueMs: now + this.moods.slowMs };
    const ids = this.#happens(this.moods.doubles) ? [this.#idFor(message), this.#idFor(message)] : [this.#idFor(message)];
    this.#memory.keepPackages([...this.#memory.packages, ...ids.map((id) => ({ id, ...pack }))]);
    for (const name of names) this.#moveToBackup(tray, name);
  }

  #moveToBackup(tray: string, name: string): string {
    const [from, to] = [join(tray, "SRC", name), this.#datedPath(join(tray, "BAK"), name)];
    if (existsSync(from)) renameSync(from, to);
    return to;
  }

  #answerDue(): number {
    const now = this.#options.clock.now().getTime();
    const due = this.#memory.packages.filter(({ dueMs }) => dueMs <= now);
    for (const pack of due) {
      this.#send(pack);
      this.#memory.keepPackages(this.#memory.packages.filter(({ id }) => id !== pack.id));
    }
    return due.length;
  }

  /** The platform takes what is in the package, and says so in two files. */
  #send(pack: PendingPackage): void {
    const now = this.#options.clock.now().getTime();
    const stored: Sheet[] = [];
    const outcomes: Outcome[] = [];
    for (const sheet of this.#sheetsOf(pack)) {
      const code = this.#happens(this.moods.stumbles) ? "E0001" : this.platform.take(sheet, now);
      if (code === "00000") stored.push(sheet);
      outcomes.push({ reference: sheet.reference, date: sheet.date, code });
    }
    this.#memory.keepArrivals(stored, now);
    this.tell(pack, outcomes);
  }

  /** Puts both results of a package where a shop finds them; tests let it say what they like. */
  tell(pack: Package, outcomes: readonly Outcome[]): void {
    this.#sendDown("ProcessResult", processResult(pack, outcomes, this.moods));
    this.#sendDown("SummaryResult", summaryResult(pack, outcomes, this.moods));
    if (!this.#happens(this.moods.litters)) return;
    this.#sendDown("ProcessResult", "");
    this.#sendDown("SummaryResult", "<SummaryResult><DetailList>");
  }

  #sheetsOf({ message, files }: PendingPackage): Sheet[] {
    const tray = trayPaths(this.#options.folder).find((path) => path.endsWith(message))!;
    return files.flatMap((name) => {
      const path = this.#backupOf(tray, name);
      const sheet = path === null ? null : sheetOf(readFileSync(path, "utf8"));
      return sheet === null ? [] : [sheet];
    });
  }

  /** Where a packed file lies: backed up at whichever hour, or still where it was when the process died. */
  #backupOf(tray: string, name: string): string | null {
    const backup = join(tray, "BAK");
    for (const day of readdirSync(backup).toReversed())
      for (const hour of readdirSync(join(backup, day)).toReversed()) {
        const path = join(backup, day, hour, name);
        if (existsSync(path)) return path;
      }
    return existsSync(join(tray, "SRC", name)) ? this.#moveToBackup(tray, name) : null;
  }

  /** Written elsewhere and renamed, as everything in Turnkey's folders. */
  #sendDown(kind: string, text: string): string {
    const name = `PLATFORM_${this.#idFor(kind)}_1_${kind}`;
    const path = this.#datedPath(join(this.#options.folder, "Unpack", "BAK", kind), name);
    const unfinished = join(this.#options.folder, pretendFolder, name);
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
    return path;
  }

  /** Split by date and hour. Its folders are made, one by one, so that a work folder that is away is not built anew. */
  #datedPath(folder: string, name: string): string {
    const stamp = taipeiStamp(this.#options.clock.now().getTime());
    const day = join(folder, stamp.slice(0, 8));
    const hour = join(day, stamp.slice(8, 10));
    for (const path of [folder, day, hour]) if (!existsSync(path)) mkdirSync(path);
    return join(hour, name);
  }

  /** Never the same twice, even within a millisecond. */
  #idFor(message: string): string {
    const stamp = taipeiStamp(this.#options.clock.now().getTime());
    this.#lastStamp = stamp > this.#lastStamp ? stamp : String(BigInt(this.#lastStamp) + 1n);
    const part = (digits: number) =>
      Array.from({ length: digits }, () => Math.floor(this.#options.chance() * 16).toString(16)).join("");
    const uuid = [part(8), part(4), part(4), part(4), part(12)].join("-");
    return `4.1-${message}-${this.#lastStamp.slice(0, 8)}-${this.#lastStamp.slice(8)}-${uuid}`;
  }

  #happens(often: number): boolean {
    return often > 0 && this.#options.chance() < often;
  }
}

function trayPaths(folder: string): string[] {
  return Object.entries(trays).flatMap(([category, messages]) =>
    messages.map((message) => join(folder, "UpCast", category, message)),
  );
}
