import { createHash } from "node:crypto";
import { blockBytes, padding, readHeader } from "./tar.ts";

/** One file of an archive. Its content must be taken before the next one is asked for. */
export interface ArchivePart {
  readonly name: string;
  readonly size: number;
  content(): AsyncGenerator<Uint8Array>;
}

/** An archive that cannot be read to its end, and where. */
export class ArchiveBroken extends Error {
  /** The part that was being read. */
  readonly part: string;

  constructor(part: string, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.part = part;
  }
}

/** Reads an archive part by part, however large. Throws `ArchiveBroken`. */
export async function* readArchive(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchivePart> {
  const bytes = new ByteSource(source);
  for (let before = "the beginning"; ; ) {
    const place = `what follows ${before}`;
    const header = headerIn(await bytes.exactly(blockBytes, place), place);
    if (header === null) return bytes.rest(place);
    const { name, size } = header;
    let taken = false;
    const content = () => {
      taken = true;
      return bytes.upTo(size, name);
    };
    yield { name, size, content };
    if (!taken) for await (const _ of content());
    if ((await bytes.exactly(padding(size).length, name)).some((byte) => byte !== 0))
      throw new ArchiveBroken(name, "what fills its last block was altered");
    before = name;
  }
}

/** The SHA-256 of all that passes, known once it has. */
export function hashing(content: AsyncIterable<Uint8Array>): { passed: AsyncGenerator<Uint8Array>; digest(): string } {
  const hash = createHash("sha256");
  async function* pass() {
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
  }
  return { passed: pass(), digest: () => hash.digest("hex") };
}

/** A part that is small enough to be held whole. */
export async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function headerIn(block: Uint8Array, place: string): ReturnType<typeof readHeader> {
  try {
    return readHeader(block);
  } catch (cause) {
    throw new ArchiveBroken(place, "is no part of an archive", cause);
  }
}

/** Bytes taken in the pieces a reader wants, from the pieces they come in. */
class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #left: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async exactly(count: number, part: string): Promise<Uint8Array> {
    return whole(this.upTo(count, part));
  }

  async *upTo(count: number, part: string): AsyncGenerator<Uint8Array> {
    for (let wanted = count; wanted > 0; ) {
      if (this.#left.length === 0) await this.#more(part, true);
      const piece = this.#left.subarray(0, wanted);
      this.#left = this.#left.subarray(piece.length);
      wanted -= piece.length;
      yield piece;
    }
  }

  /** Nothing but zeros may follow the end. */
  async rest(part: string): Promise<void> {
    do {
      if (this.#left.some((byte) => byte !== 0)) throw new ArchiveBroken(part, "goes on after its end");
    } while (await this.#more(part, false));
  }

  async #more(part: string, needed: boolean): Promise<boolean> {
    try {
      const { value, done } = await this.#chunks.next();
      this.#left = done ? new Uint8Array(0) : value;
      if (done && needed) throw new ArchiveBroken(part, "ends too early");
      return !done;
    } catch (cause) {
      if (cause instanceof ArchiveBroken) throw cause;
      throw new ArchiveBroken(part, "cannot be read", cause);
    }
  }
}
