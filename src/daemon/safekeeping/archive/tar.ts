/** Everything in a tar file is padded to this. */
export const blockBytes = 512;

/** Longest name a plain header holds; nothing here comes near it. */
const longestName = 99;

export interface TarFile {
  readonly name: string;
  readonly size: number;
  /** Seconds since 1970. */
  readonly at: number;
}

/** The header before a file's content, as POSIX.1-1988 (ustar) has it: any tar program opens what is made here. */
export function tarHeader({ name, size, at }: TarFile): Uint8Array {
  const header = Buffer.alloc(blockBytes);
  if (Buffer.byteLength(name) > longestName) throw new Error(`${name} is too long a name`);
  header.write(name, 0, "utf8");
  header.write("0000600\0", 100, "latin1");
  header.write("0000000\0", 108, "latin1");
  header.write("0000000\0", 116, "latin1");
  header.write(`${octal(size, 11)}\0`, 124, "latin1");
  header.write(`${octal(at, 11)}\0`, 136, "latin1");
  header.write("        ", 148, "latin1");
  header.write("0", 156, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  header.write(`${octal(sumOf(header), 6)}\0 `, 148, "latin1");
  return header;
}

/** Name and size of the file a header stands before; null for the block of zeros at the end. Throws where it is no header. */
export function readHeader(block: Uint8Array): Pick<TarFile, "name" | "size"> | null {
  const header = Buffer.from(block);
  if (header.every((byte) => byte === 0)) return null;
  const text = (from: number, length: number) => header.toString("latin1", from, from + length).replace(/[\0 ].*$/s, "");
  const told = Number.parseInt(text(148, 8), 8);
  header.write("        ", 148, "latin1");
  if (told !== sumOf(header)) throw new Error("this is no header of a tar file");
  const name = header.toString("utf8", 0, 100).replace(/\0.*$/s, "");
  return { name, size: Number.parseInt(text(124, 12), 8) };
}

/** What fills a file's last block. */
export function padding(size: number): Uint8Array {
  return new Uint8Array((blockBytes - (size % blockBytes)) % blockBytes);
}

/** Two blocks of zeros end a tar file. */
export const tarEnd: Uint8Array = new Uint8Array(2 * blockBytes);

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}

function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte) => sum + byte, 0);
}
