import { z } from "zod";
import type { PrinterCapabilities } from "../../drivers/capabilities.ts";

/** What a probe wrote down of a printer. */
const findings = z.object({
  answersStatus: z.boolean(),
  sendsStatus: z.boolean(),
  echoesId: z.boolean(),
  answersPaperStatus: z.boolean(),
  clearsBuffer: z.boolean(),
  maker: z.string().nullable(),
  model: z.string().nullable(),
  font: z.string().nullable(),
});
export type Learned = z.infer<typeof findings>;

/** Null where no probe has looked, or an older version wrote what this one does not know. */
export function readLearned(probed: string | null): Learned | null {
  if (probed === null) return null;
  const read = findings.safeParse(JSON.parse(probed));
  return read.success ? read.data : null;
}

/** The model's data, but for what was seen: a printer's own answers count more than its name. One that kept silent taught nothing. */
export function capabilitiesOf(usual: PrinterCapabilities, learned: Learned | null): PrinterCapabilities {
  if (!learned?.answersStatus) return usual;
  const confirms = learned.echoesId ? "process-id" : learned.answersPaperStatus ? "paper-status" : "nothing";
  return { ...usual, answers: "yes", confirms, clearsBuffer: learned.clearsBuffer };
}
