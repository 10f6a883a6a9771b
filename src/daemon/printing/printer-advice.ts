import type { ConfiguredPrinter } from "../../../config/schema.ts";
import type { ProbeFindings } from "../../drivers/conversation/probe.ts";
import { lacksLetters, lettersOf } from "./learned.ts";

/** What to set in tillseal.yaml after a probe, a sentence each; none where all is as it should be. */
export function printerAdvice(seen: ProbeFindings, configured: ConfiguredPrinter): string[] {
  const { maker, font } = seen;
  const { name, model, text, encoding } = configured;
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
    ...(letters !== null && text !== undefined && text !== letters
      ? [`Its letters are ${font}, and \`text: ${text}\` says otherwise: set \`text: ${letters}\`, or look at the page.`]
      : []),
    ...(letters !== null && text === undefined && encoding === undefined
      ? [`Its letters are ${font}: \`encoding: hybrid\` uses them, which makes slow serial lines quick.`]
      : []),
    ...(lacksLetters(configured, seen)
      ? [
          `It does not say which letters it has: its slips stay dots until \`text\` says so. The page shows which set reads right.`,
        ]
      : []),
  ];
}
