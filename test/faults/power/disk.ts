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
    const image = new Image(this.#safe.get(deed.file));
    for (const earlier of this.#unsafe) if (earlier.file === deed.file) image.apply(earlier);
    this.#safe.set(deed.file, image.bytes);
    this.#unsafe = this.#unsafe.filter(({ file }) => file !== deed.file);
  }

  /** Every file as the power cut may leave it. `fate` says what became of each unsynced deed, `chance` of each torn sector. */
  afterPowerCut(fate: () => "lost" | "kept" | "torn", chance: () => number): Map<string, Buffer> {
    const images = new Map([...this.#safe].map(([name, bytes]) => [name, new Image(bytes)]));
    for (const deed of this.#unsafe) {
      const end = fate();
      if (end === "lost") continue;
      const image = images.get(deed.file) ?? new Image();
      images.set(deed.file, image);
      for (const part of end === "torn" ? sectorsOf(deed).filter(() => chance() < 0.5) : [deed]) image.apply(part);
    }
    return new Map([...images].map(([name, { bytes }]) => [name, bytes]));
  }
}

/** A file's bytes to write on; the buffer it began with stays as it was. */
class Image {
  #room: Buffer;
  #size: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#room = Buffer.from(bytes);
    this.#size = bytes.length;
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.#size);
  }

  apply(deed: FileDeed): void {
    if (deed.do === "truncate") this.#resize(deed.size);
    if (deed.do !== "write") return;
    this.#resize(Math.max(this.#size, deed.at + deed.bytes.length));
    deed.bytes.copy(this.#room, deed.at);
  }

  #resize(size: number): void {
    if (size < this.#size) this.#room.fill(0, size, this.#size);
    if (size > this.#room.length) this.#room = Buffer.concat([this.#room], size * 2);
    this.#size = size;
  }
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
