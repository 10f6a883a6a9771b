import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { StoredCopy } from "../../../../db/till/books/safekeeping.ts";
import type { Step } from "../../../base/loop.ts";
import { Problem } from "../../../base/problem.ts";
import { askedBefore, keepRequest } from "../../operations/first-time.ts";
import { secondsNow } from "../../shop.ts";
import { isDiskFull, reasonOf } from "../disk-words.ts";
import { refuse } from "../problems.ts";
import { type CopySource, makeCopy, type WrittenCopy } from "./make-copy.ts";

export interface CopyRequest {
  /** Absolute; a new file in a folder that is there. */
  readonly path: string;
  /** Locks the keys; null locks them with the home's backup key. */
  readonly passphrase: string | null;
  readonly by: string;
  readonly key: string | undefined;
}

export interface MadeCopy {
  readonly copy: Omit<StoredCopy, "by" | "scheduled">;
  /** Null when it was made before under the same key. */
  readonly lock: WrittenCopy["lock"] | null;
}

/** Only files of this form are ever removed, and of these only such as the journal says this till made. */
const ownName = /^tillseal-\d{4}-\d{2}-\d{2}-\d{6}\.backup$/;
/** How many of its own copies the till looks back at when it removes the oldest. */
const rememberedCopies = 2000;

/** Makes copies, one at a time, when somebody asks and when the shop's own time has come. */
export class CopyKeeper {
  readonly source: CopySource;
  #busy = false;
  #trouble: string | null = null;
  #leftover: string | null | undefined;
  #gaveWay = false;
  readonly #makeCopy: typeof makeCopy;

  /** `make` writes one copy; a test brings a disk that is full. */
  constructor(source: CopySource, make: typeof makeCopy = makeCopy) {
    this.source = source;
    this.#makeCopy = make;
  }

  /** Why the till could not make its own copy when it was due; null when it could. */
  get trouble(): string | null {
    return this.#trouble;
  }

  /** Which of its old copies the till cannot remove, and why; null where it could, undefined before it tried. */
  get leftover(): string | null | undefined {
    return this.#leftover;
  }

  /** Makes one copy while the till sells, and journals it once it was read back whole. */
  async make({ path, passphrase, by, key }: CopyRequest): Promise<MadeCopy> {
    const { shop } = this.source;
    // Never the passphrase: what is kept of a request is a quick hash of it.
    const asked = { client: by, key, operation: "backup", content: { path } } as const;
    const earlier = await shop.ledger.write(() => askedBefore(shop, asked));
    const before = earlier && shop.ledger.safekeeping.copyOf(Number(earlier.subject));
    if (before) return { copy: before, lock: null };
    const { lock, ...copy } = await this.#write(path, passphrase, {
      by,
      scheduled: false,
      keep: (seq) => keepRequest(shop, asked, { subject: String(seq) }),
    });
    return { copy, lock };
  }

  /** Makes the shop's own copy when it is due, and removes the oldest beyond the number kept. */
  async keepUp(): Promise<Step> {
    const { shop } = this.source;
    const plan = shop.settings.backup;
    if (!plan) return "idle";
    const last = shop.ledger.safekeeping.scheduledCopies(1)[0];
    const now = secondsNow(shop);
    if (last && now >= last.at && now < last.at + plan.everyHours * 3600) return "idle";
    try {
      const name = `tillseal-${shop.law.localTime(now).slice(0, 19).replace("T", "-").replaceAll(":", "")}.backup`;
      await this.#makeRoomFor(plan.folder, () =>
        this.#write(resolve(plan.folder, name), passphraseIn(plan.passphraseFile), {
          by: "schedule",
          scheduled: true,
          keep: () => {},
        }),
      );
      this.#trouble = null;
      this.#gaveWay = false;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#trouble = this.#complain(this.#trouble, error.message);
      return "faulted";
    }
    this.#remove(ownCopies(this.source, plan.folder).slice(plan.keep));
    return "worked";
  }

  /**
   * On a full disk the oldest copy makes room for the new one, which holds all that it held; the last one never does. Where that did not
   * help, something else fills the disk, and no second one is given up for nothing before a copy was made.
   */
  async #makeRoomFor(folder: string, make: () => Promise<unknown>): Promise<void> {
    try {
      await make();
    } catch (error) {
      if (!isCrowded(error)) throw error;
      const [oldest, another] = ownCopies(this.source, folder).reverse();
      if (this.#gaveWay || oldest === undefined || another === undefined) throw keepFewer(error);
      this.#remove([oldest]);
      if (this.#leftover) throw keepFewer(error);
      this.#gaveWay = true;
      this.source.shop.world.log.warn("backup", { message: `The disk is full: ${oldest} was removed to make room.` });
      await make().catch((again: unknown) => {
        throw isCrowded(again) ? keepFewer(again) : again;
      });
    }
  }

  /** What cannot be removed stays, and is told of: the new copy is made, and no disk for copies may end the till. */
  #remove(old: readonly string[]): void {
    // The oldest: the same one day after day, so that it is logged once.
    const stuck = old.flatMap((path) => removalTrouble(path) ?? []).at(-1);
    this.#leftover = stuck === undefined ? null : this.#complain(this.#leftover, stuck);
  }

  /** Logged once, and again only when something else is the matter; the alerts tell of it. */
  #complain(before: string | null | undefined, message: string): string {
    if (before !== message) this.source.shop.world.log.warn("backup", { message });
    return message;
  }

  async #write(
    path: string,
    passphrase: string | null,
    { by, scheduled, keep }: Keeping,
  ): Promise<StoredCopy & Pick<WrittenCopy, "lock">> {
    const { shop } = this.source;
    if (this.#busy) throw refuse("copy-busy", "A copy is being made just now.", { hint: "Wait for it, then ask again." });
    this.#busy = true;
    try {
      const { lock, invoices: _, lastNumber: __, ...written } = await this.#makeCopy(this.source, path, passphrase);
      const record = { ...written, scheduled, by };
      const at = secondsNow(shop);
      await shop.ledger.write(() => {
        const { seq } = shop.ledger.journal.append({ kind: "backup", doc: record, at }, shop.key);
        keep(seq);
      });
      return { ...record, at, lock };
    } finally {
      this.#busy = false;
    }
  }
}

interface Keeping {
  readonly by: string;
  readonly scheduled: boolean;
  /** Inside the write that journals the copy. */
  keep(seq: number): void;
}

/** Where this till's own copies lie, newest first; nothing it did not make is among them. */
function ownCopies({ shop }: CopySource, folder: string): string[] {
  return shop.ledger.safekeeping
    .scheduledCopies(rememberedCopies)
    .filter((copy) => copy.folder === resolve(folder) && ownName.test(copy.file))
    .map(({ file }) => join(folder, file))
    .filter((path) => existsSync(path));
}

/** Removes a file; why it stays where it does. */
function removalTrouble(path: string): string | null {
  try {
    rmSync(path, { force: true });
    return null;
  } catch (error) {
    return `The old copy ${path} cannot be removed: ${reasonOf(error)}.`;
  }
}

/** The disk for copies is full; the home's own would be `storage-full`. */
function isCrowded(error: unknown): error is Problem {
  return error instanceof Problem && error.code === "copy-failed" && isDiskFull(error.detail.cause);
}

function keepFewer({ message, detail: { cause } }: Problem) {
  const todo = "Keep fewer copies (`keep` under `backup` in tillseal.yaml), or make room on their disk.";
  return refuse("copy-failed", `${message} ${todo}`, { hint: todo, cause });
}

function passphraseIn(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return readPassphrase(path);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw refuse("copy-failed", `The passphrase in ${path} cannot be read, so no copy was made.`, {
      hint: "Put it there, readable by the till alone, or take `passphraseFile` out of tillseal.yaml.",
      cause,
    });
  }
}

const shortestPassphrase = 12;

/** The first line of a file. Throws `copy-locked` where it is too short to lock anything. */
export function readPassphrase(path: string): string {
  const [line = ""] = readFileSync(path, "utf8").split(/\r?\n/);
  if (line.length >= shortestPassphrase) return line;
  throw refuse("copy-locked", `The passphrase in ${path} has fewer than ${shortestPassphrase} characters.`, {
    hint: "Use a longer one: four or five words will do. It stands in the file's first line.",
  });
}
