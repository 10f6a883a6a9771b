import { z } from "zod";
import { dialectOf, type PrinterWords } from "../../../config/printers.ts";
import type { Ledger } from "../../../db/till/ledger.ts";
import type { PrinterCapabilities } from "../../drivers/capabilities.ts";
import type { ProbeFindings } from "../../drivers/conversation/probe.ts";
import type { Dialect, LetterSet } from "../../receipt/native/dialect.ts";

const seen = (what: string) => z.boolean().describe(what);

/** What a probe wrote down of a printer, and what it answers with. */
export const probeFindings = z.object({
  answersStatus: seen("It tells how it is when it is asked (DLE EOT)."),
  sendsStatus: seen("It tells by itself when something changes (GS a)."),
  echoesId: seen("It echoes a slip's id when the paper has come out (GS ( H): the best there is."),
  answersPaperStatus: seen("It answers a slip's end without a name (GS r)."),
  clearsBuffer: seen("It drops what it holds, and says so (DLE DC4 8)."),
  maker: z.string().nullable(),
  model: z.string().nullable(),
  font: z.string().nullable().describe("The letters of its ROM, as it names them."),
}) satisfies z.ZodType<ProbeFindings>;

/** What a probe wrote down of one printer; null where none has looked, or an older version wrote what this one does not know. */
export function learnedOf({ printerSettings }: Pick<Ledger, "printerSettings">, printer: string): ProbeFindings | null {
  const { probed } = printerSettings.of(printer);
  if (probed === null) return null;
  const read = probeFindings.safeParse(JSON.parse(probed));
  return read.success ? read.data : null;
}

/** The model's data, but for what was seen: a printer's own answers count more than its name. One that kept silent taught nothing. */
export function capabilitiesOf(usual: PrinterCapabilities, learned: ProbeFindings | null): PrinterCapabilities {
  if (!learned?.answersStatus) return usual;
  const confirms = learned.echoesId ? "process-id" : learned.answersPaperStatus ? "paper-status" : "nothing";
  return { ...usual, answers: "yes", confirms, clearsBuffer: learned.clearsBuffer };
}

/** What one printer is spoken to in: which letters it has, it told a probe where the shop did not say. */
export function spokenTo(configured: PrinterWords, learned: ProbeFindings | null): Dialect {
  return dialectOf(configured, lettersOf(learned?.font ?? null));
}

/** Whether it is to use letters of its own, which nobody has named yet: its slips are dots. */
export function lacksLetters(configured: PrinterWords, learned: ProbeFindings | null): boolean {
  const { encoding, letters } = spokenTo(configured, learned);
  return encoding !== "raster" && letters === null;
}

/** Which of the ROMs that native text knows a printer's own words mean. */
export function lettersOf(font: string | null): LetterSet | null {
  if (font === null) return null;
  if (/big.?5|taiwan|traditional|950/i.test(font)) return "cp950";
  return /gb.?(18030|2312|k)|china|simplified/i.test(font) ? "gb18030" : null;
}
