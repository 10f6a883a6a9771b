import type { Reply } from "../replies.ts";
import { answersMark, clearBuffer, endMark, prelude, tellsCleared } from "./commands.ts";

/** What a printer was seen to do (spec/escpos.md 6), and what it says it is; null where it kept silent. */
export interface ProbeFindings {
  /** DLE EOT: it tells how it is when it is asked. */
  readonly answersStatus: boolean;
  /** GS a: it tells by itself when something changes. */
  readonly sendsStatus: boolean;
  /** GS ( H: it echoes a job's id when the paper has come out. */
  readonly echoesId: boolean;
  /** GS r: it answers a job's end, without a name. */
  readonly answersPaperStatus: boolean;
  /** DLE DC4 8: it drops what it holds, and says so. */
  readonly clearsBuffer: boolean;
  readonly maker: string | null;
  readonly model: string | null;
  /** The letters of its ROM, as it names them. */
  readonly font: string | null;
}

/** Says something and waits half a second; whether `hear` was satisfied. */
export type Question = (say: Uint8Array, hear: (reply: Reply) => boolean) => Promise<boolean>;

/** Asks one thing after the other; silence is an answer. `id`: four characters nobody could guess. Nothing is printed by a printer that knows the questions. */
export async function probe(question: Question, answersStatus: boolean, id: string): Promise<ProbeFindings> {
  const maker = await nameOf(question, 0x42);
  const model = await nameOf(question, 0x43);
  const font = await nameOf(question, 0x45);
  const sendsStatus = await question(prelude, ({ kind }) => kind === "frame");
  const echoesId = await question(endMark("process-id", id), (reply) => answersMark(reply, "process-id", id));
  const answersPaperStatus = await question(endMark("paper-status", id), ({ kind }) => kind === "byte");
  const clearsBuffer = await question(clearBuffer, tellsCleared);
  await question(prelude, ({ kind }) => kind === "frame"); // clearing took the settings along
  return { answersStatus, sendsStatus, echoesId, answersPaperStatus, clearsBuffer, maker, model, font };
}

/** GS I n: a block that begins with an underscore. */
async function nameOf(question: Question, n: number): Promise<string | null> {
  let name: string | null = null;
  await question(Uint8Array.of(0x1d, 0x49, n), (reply) => {
    if (reply.kind !== "block" || reply.bytes[0] !== 0x5f) return false;
    name = String.fromCharCode(...reply.bytes.slice(1)).trim();
    return true;
  });
  return name;
}
