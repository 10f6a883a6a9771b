import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import type { ListedPart } from "./seal-manifest.ts";
import { padding, tarEnd, tarHeader } from "./tar.ts";

/** A new archive on disk that only its owner can read, written part by part. */
export class ArchiveFile {
  readonly #file: FileHandle;
  readonly #at: number;
  readonly #parts: ListedPart[] = [];
  #place = 0;

  private constructor(file: FileHandle, at: number) {
    this.#file = file;
    this.#at = at;
  }

  /** `at`: seconds since 1970, written as the time of every part. */
  static async create(path: string, at: number): Promise<ArchiveFile> {
    return new ArchiveFile(await open(path, "wx", 0o600), at);
  }

  get parts(): readonly ListedPart[] {
    return this.#parts;
  }

  /** Adds a part whose length is known only once it has passed: its header is written last. */
  async add(name: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const headerAt = this.#place;
    const hash = createHash("sha256");
    let size = 0;
    await this.#write(tarHeader({ name, size, at: this.#at }));
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      await this.#write(chunk);
    }
    await this.#write(padding(size));
    await this.#file.write(tarHeader({ name, size, at: this.#at }), 0, undefined, headerAt);
    this.#parts.push({ name, bytes: size, sha256: hash.digest("hex") });
  }

  /** Ends the archive; it is on disk when this resolves. */
  async finish(): Promise<number> {
    await this.#write(tarEnd);
    await this.#file.sync();
    await this.close();
    return this.#place;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, undefined, this.#place);
      done += bytesWritten;
      this.#place += bytesWritten;
    }
  }
}
