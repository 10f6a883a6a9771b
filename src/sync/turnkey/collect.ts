import type { Step } from "../../base/loop.ts";
import { readAwards } from "../../regions/tw/messages/download/awards.ts";
import { type Disk, diskCode } from "./disk/disk.ts";
import { type DatedFile, filesSince, stampOf } from "./disk/files-by-day.ts";
import type { FolderPlan } from "./folders.ts";
import type { TurnkeyWorld } from "./world.ts";

const mostBytes = 16_000_000;
/** Numbers come for two months, and prizes two months after that. */
const lookedBackMs = 62 * 86_400_000;

/** Picks up what the platform sends down of itself: granted numbers (E0501) and prizes (E0504). Each file once a run. */
export class Collector {
  readonly #plan: FolderPlan;
  readonly #world: TurnkeyWorld;
  readonly #taken = new Set<string>();

  constructor(plan: FolderPlan, world: TurnkeyWorld) {
    this.#plan = plan;
    this.#world = world;
  }

  /** A file that cannot be read is logged and left; folders that are away are looked at again later. */
  async step(): Promise<Step> {
    try {
      let took = 0;
      for (const folder of await this.#plan.results()) {
        took += await this.#takeAll(`${folder}/BAK/E0501`, (file) => this.#takeRanges(file));
        took += await this.#takeAll(`${folder}/BAK/E0504`, (file) => this.#takeAwards(file));
      }
      return took > 0 ? "worked" : "idle";
    } catch (error) {
      if (diskCode(error) === "") throw error;
      return "faulted";
    }
  }

  async #takeAll(folder: string, take: (file: DatedFile) => Promise<void>): Promise<number> {
    const since = stampOf(this.#world.clock.now().getTime() - lookedBackMs).slice(0, 8);
    let took = 0;
    for (const file of await filesSince(this.#world.disk, folder, since)) {
      const { size, modifiedMs } = await this.#world.disk.facts(file.path);
      const once = `${file.path}|${size}|${modifiedMs}`;
      if (this.#taken.has(once)) continue;
      await take(file);
      this.#taken.add(once);
      took += 1;
    }
    return took;
  }

  async #takeRanges({ path, name }: DatedFile): Promise<void> {
    const bytes = await readUpTo(this.#world.disk, path);
    if (bytes) await this.#world.downloads.ranges(bytes, name);
    else this.#unreadable(path, `It is longer than ${mostBytes} bytes.`);
  }

  async #takeAwards({ path, name }: DatedFile): Promise<void> {
    const bytes = await readUpTo(this.#world.disk, path);
    const reading = bytes && readAwards(new TextDecoder().decode(bytes));
    if (reading?.result === "read") await this.#world.downloads.awards(reading.content, name);
    else this.#unreadable(path, reading?.reason ?? `It is longer than ${mostBytes} bytes.`);
  }

  #unreadable(file: string, reason: string): void {
    this.#world.log.warn("download-unreadable", { file, reason });
  }
}

async function readUpTo(disk: Disk, path: string): Promise<Uint8Array | null> {
  try {
    return await disk.read(path, mostBytes);
  } catch (error) {
    if (diskCode(error) === "EFBIG") return null;
    throw error;
  }
}
