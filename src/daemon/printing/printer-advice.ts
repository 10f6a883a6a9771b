import type { ConfiguredPrinter } from "../../../config/schema.ts";
import type { ProbeFindings } from "../../drivers/conversation/probe.ts";

/** What to set in tillseal.yaml after a probe, a sentence each; none where all is as it should be. */
export function printerAdvice({ maker, font, ...seen }: ProbeFindings, configured: ConfiguredPrinter): string[] {
  const { name, model, text } = configured;
  const letters = lettersOf(font);
  return [
    ...(seen.answersStatus
      ? []
      : [
          `${name} does not answer: its slips end as \`sent\`. If it is no cheap clone, look at its cable and interface settings.`,
        ]),
    ...(seen.answersStatus && !seen.echoesId && !seen.answersPaperStatus
      ? [`${name} tells how it is, but never that a slip came out: its slips end as \`sent\`.`]
      : []),
    ...(maker !== null && /epson/i.test(maker) && !model.startsWith("epson")
      ? ["It is an Epson: `model: epson-203-80` (or -58; epson-180-58 for 180 dpi) knows its paper."]
      : []),
    ...(letters !== null && text !== letters
      ? [`Its letters are ${font}: \`text: ${letters}\` with \`encoding: hybrid\` makes slow serial lines quick.`]
      : []),
  ];
}

/** Which of the ROMs that native text knows a printer's own words mean. */
export function lettersOf(font: string | null): "cp950" | "gb18030" | null {
  if (font === null) return null;
  if (/big.?5|taiwan|traditional|950/i.test(font)) return "cp950";
  return /gb.?(18030|2312|k)|china|simplified/i.test(font) ? "gb18030" : null;
}
