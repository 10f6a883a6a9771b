import type { PrinterCapabilities } from "../capabilities.ts";
import type { Reply } from "../replies.ts";
import type { StatusQuestion } from "../status.ts";

/** Initialise, then ask for automatic status: ESC @ switches it off on some printers (spec 2), so both always go together. */
export const prelude = Uint8Array.of(0x1b, 0x40, 0x1d, 0x61, 0x4f);

/** DLE EOT n: answered at once, even offline. Only between commands: inside an image it would be printed too (spec 8.1). */
export function statusQuestion(question: StatusQuestion): Uint8Array {
  return Uint8Array.of(0x10, 0x04, question);
}

/** Ends a job: the printer answers it when everything before it has been printed. `id` is four characters 20-7E. */
export function endMark(confirms: PrinterCapabilities["confirms"], id: string): Uint8Array {
  if (confirms === "process-id") return Uint8Array.from([0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(id, "latin1")]);
  return confirms === "paper-status" ? Uint8Array.of(0x1d, 0x72, 0x01) : new Uint8Array();
}

/** The process id a reply echoes, if it is one. */
export function echoedId(reply: Reply): string | undefined {
  if (reply.kind !== "block" || reply.bytes.length !== 6) return undefined;
  const [first, second, ...id] = reply.bytes;
  return first === 0x37 && second === 0x22 ? String.fromCharCode(...id) : undefined;
}

/** Does `reply` answer the end mark? A GS r byte that says "paper end" (bits 2 and 3) does not tell that the paper came out. */
export function answersMark(reply: Reply, confirms: PrinterCapabilities["confirms"], id: string): boolean {
  if (confirms === "process-id") return echoedId(reply) === id;
  return confirms === "paper-status" && reply.kind === "byte" && (reply.byte & 0x0c) !== 0x0c;
}

/** DLE DC4 8: drop everything received and not yet printed (spec 4.5). */
export const clearBuffer = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** Says that the buffer is empty: 37 25 00. */
export function tellsCleared(reply: Reply): boolean {
  return reply.kind === "block" && reply.bytes[0] === 0x37 && reply.bytes[1] === 0x25;
}

/**
 * Ends an image of which only a part arrived; between commands zeros do nothing. Three times receiptio's 8192, because one
 * band of ours (256 rows of 72 bytes) may lack up to 18,432.
 */
export const imageFiller = new Uint8Array(3 * 8192);
