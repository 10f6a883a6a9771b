import { createHash } from "node:crypto";

/** Print bytes as lines people can compare: each picture with its size and the digest of its dots, the rest in hexadecimal. */
export function listing(bytes: Uint8Array): string {
  const all = Buffer.from(bytes);
  const lines: string[] = [];
  let from = 0;
  for (let at = all.indexOf(picture, from); at >= 0; at = all.indexOf(picture, from)) {
    lines.push(...inHex(all.subarray(from, at)));
    const [mode, rowBytes, rows] = [all.readUInt8(at + 3), all.readUInt16LE(at + 4), all.readUInt16LE(at + 6)];
    const dots = all.subarray(at + 8, at + 8 + rowBytes * rows);
    const digest = dots.every((byte) => byte === 0) ? "white" : createHash("sha256").update(dots).digest("hex").slice(0, 16);
    lines.push(`picture, mode ${mode}, ${rowBytes} bytes × ${rows} rows: ${digest}`);
    from = at + 8 + rowBytes * rows;
  }
  return `${[...lines, ...inHex(all.subarray(from))].join("\n")}\n${all.length} bytes\n`;
}

const picture = Buffer.of(0x1d, 0x76, 0x30);

/** A line for each line feed. */
function inHex(bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const end = bytes.indexOf(0x0a) + 1 || bytes.length;
  return [
    bytes
      .subarray(0, end)
      .toString("hex")
      .replaceAll(/(..)(?=.)/g, "$1 "),
    ...inHex(bytes.subarray(end)),
  ];
}
