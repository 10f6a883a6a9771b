/** One thing a printer said. */
export type Reply =
  /** Automatic status: four bytes. */
  | { readonly kind: "frame"; readonly bytes: readonly number[] }
  /** The answer to a DLE EOT question; it does not say which. */
  | { readonly kind: "answer"; readonly byte: number }
  /** A process id, a notice, a name: the text without its closing 00. */
  | { readonly kind: "block"; readonly bytes: readonly number[] }
  /** XON (`go`) or XOFF. */
  | { readonly kind: "flow"; readonly go: boolean }
  /** The answer to GS r or GS I 1..3. */
  | { readonly kind: "byte"; readonly byte: number }
  | { readonly kind: "noise"; readonly byte: number };

/** A block longer than this never ended: its closing 00 was lost. */
const longestBlock = 128;
const blockStarts: readonly number[] = [0x35, 0x37, 0x3b, 0x3d, 0x5f];
const xon = 0x11;
const xoff = 0x13;

/**
 * Sorts what a printer sends (spec 4.4). Replies come split and joined at any byte: hand back `pending` with the next chunk.
 * Works byte by byte, so that the same bytes give the same replies however they were cut. `pending` never exceeds 128 bytes.
 */
export function sortReplies(pending: readonly number[], chunk: Uint8Array): { replies: Reply[]; pending: number[] } {
  const replies: Reply[] = [];
  const rest = [...pending];
  for (const byte of chunk) {
    // Flow control may stand between any two bytes, and no reply contains these two values.
    if (byte === xon || byte === xoff) {
      replies.push({ kind: "flow", go: byte === xon });
      continue;
    }
    rest.push(byte);
    for (let reply = firstReply(rest); reply; reply = firstReply(rest)) {
      replies.push(reply);
      rest.splice(0, lengthOf(reply));
    }
  }
  return { replies, pending: rest };
}

/** The first reply in `bytes`; undefined while its end has not come. */
function firstReply(bytes: readonly number[]): Reply | undefined {
  const first = bytes[0];
  if (first === undefined) return undefined;
  if ((first & 0x93) === 0x10) return frameIn(bytes);
  if ((first & 0x93) === 0x12) return { kind: "answer", byte: first };
  if (blockStarts.includes(first)) return blockIn(bytes);
  return { kind: (first & 0x90) === 0 ? "byte" : "noise", byte: first };
}

function frameIn(bytes: readonly number[]): Reply | undefined {
  const frame = bytes.slice(0, 4);
  if (frame.slice(1).some((byte) => (byte & 0x90) !== 0)) return { kind: "noise", byte: frame[0]! };
  return frame.length === 4 ? { kind: "frame", bytes: frame } : undefined;
}

/** Blocks are text (1F divides their fields): another byte inside shows that the first was noise, and must not swallow what follows. */
function blockIn(bytes: readonly number[]): Reply | undefined {
  const end = bytes.findIndex((byte) => byte < 0x1f || byte > 0x7f);
  if (end === -1) return bytes.length < longestBlock ? undefined : { kind: "noise", byte: bytes[0]! };
  return bytes[end] === 0 ? { kind: "block", bytes: bytes.slice(0, end) } : { kind: "noise", byte: bytes[0]! };
}

function lengthOf(reply: Reply): number {
  if (reply.kind === "frame") return reply.bytes.length;
  return reply.kind === "block" ? reply.bytes.length + 1 : 1;
}
