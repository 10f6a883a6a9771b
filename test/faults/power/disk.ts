import type { Deed } from "./trace.ts";

type FileDeed = Extract<Deed, { file: string }>;

/** Drives lose, keep or tear a write by sectors. */
const sectorBytes = 512;

/**
 * A disk that keeps what was synced and may lose, reorder or tear everything since. Files are synced one by one, as the
 * kernel promises no more.
 */
export class Disk {
  /** What a power cut cannot take any more. */
  readonly #safe = new Map<string, Buffer>();
  #unsafe: FileDeed[] = [];

  constructor(files: ReadonlyMap<string, Buffer>) {
    for (const [name, bytes] of files) this.#safe.set(name, bytes);
  }

  take(deed: FileDeed): void {
    if (deed.do !== "sync") {
      this.#unsafe.push(deed);
      return;
    }
    const image = imageOf(this.#safe, deed.file);
    for (const earlier of this.#unsafe) if (earlier.file === deed.file) image.apply(earlier);
    this.#safe.set(deed.file, image.bytes);
    this.#unsafe = this.#unsafe.filter(({ file }) => file !== deed.file);
  }

  /** Every file as the power cut may leave it. `fate` gives each unsynced deed, in order, the share of it that survives. */
  afterPowerCut(fate: () => "lost" | "kept" | "torn", chance: () => number): Map<string, Buffer> {
    const found = new Map(this.#safe);
    for (const deed of this.#unsafe) {
      const end = fate();
      if (end === "lost") continue;
      const image = imageOf(found, deed.file);
      for (const part of end === "torn" ? sectorsOf(deed).filter(() => chance() < 0.5) : [deed]) image.apply(part);
      found.set(deed.file, image.bytes);
    }
    return found;
  }
}

/** A copy to write on, since images are shared between states. */
function imageOf(files: ReadonlyMap<string, Buffer>, name: string) {
  return {
    bytes: Buffer.from(files.get(name) ?? Buffer.alloc(0)),
    apply(deed: FileDeed): void {
      if (deed.do === "truncate") this.resize(deed.size);
      if (deed.do !== "write") return;
      if (this.bytes.length < deed.at + deed.bytes.length) this.resize(deed.at + deed.bytes.length);
      deed.bytes.copy(this.bytes, deed.at);
    },
    resize(size: number): void {
      const resized = Buffer.alloc(size);
      this.bytes.copy(resized);
      this.bytes = resized;
    },
  };
}

function sectorsOf(deed: FileDeed): FileDeed[] {
  if (deed.do !== "write") return [deed];
  const parts: FileDeed[] = [];
  for (let from = 0; from < deed.bytes.length; ) {
    const to = Math.min(deed.bytes.length, from + sectorBytes - ((deed.at + from) % sectorBytes));
    parts.push({ ...deed, at: deed.at + from, bytes: deed.bytes.subarray(from, to) });
    from = to;
  }
  return parts;
}
