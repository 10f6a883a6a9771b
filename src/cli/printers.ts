import { parseArgs } from "node:util";
import type { z } from "zod";
import { Problem } from "../base/problem.ts";
import type { probeAnswer } from "../daemon/http/routes/admin/printers.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { get, type LocalTill, post } from "./local-till.ts";
import { onTill } from "./on-till.ts";
import { say } from "./terminal.ts";

type Probe = z.infer<typeof probeAnswer>;

export const printers: Command = {
  usage: "printers probe [NAME] [--page] [--home DIR] [--json]",
  does: "asks the printers what they are and can do, keeps their answers, and says what to set",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { home: { type: "string" }, page: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
    });
    const [act, name, ...more] = positionals;
    if (act !== "probe" || more.length > 0)
      throw new Problem("misuse", "Say `probe`, and a printer's name where only one is meant.", {
        hint: `Usage: tillseal ${this.usage}`,
      });
    const probes = await onTill(homeFolder(values.home), (till) => probeAll(till, { name, page: values.page }));
    say(values.json ? JSON.stringify({ probes }) : [...probes.map(inWords), ...(values.page ? [reading] : [])].join("\n\n"));
    return 0;
  },
};

async function probeAll(till: LocalTill, { name, page }: { name: string | undefined; page: boolean }): Promise<Probe[]> {
  const { printers } = await get<{ printers: { name: string }[] }>(till, "/v1/printers");
  const names = name === undefined ? printers.map((one) => one.name) : [name];
  if (names.length === 0)
    throw new Problem("no-printer", "No printer is configured.", { hint: "Name one under `printers` in tillseal.yaml." });
  const probes: Probe[] = [];
  for (const one of names)
    probes.push(await post<Probe>(till, `/v1/admin/printers/${encodeURIComponent(one)}/probe?page=${page}`, {}));
  return probes;
}

function inWords(probe: Probe): string {
  const { printer, maker, model, font, advice } = probe;
  const name = [maker, model].filter((part) => part !== null).join(" ") || "it does not say what it is";
  const lines = [
    `${printer}: ${name}${font === null ? "" : `, letters ${font}`}`,
    yes(probe.answersStatus, "tells how it is when it is asked"),
    yes(probe.sendsStatus, "tells by itself when something changes"),
    yes(probe.echoesId, "confirms each slip by its id, once the paper is out"),
    yes(probe.answersPaperStatus, "confirms a slip's end without a name"),
    yes(probe.clearsBuffer, "drops what it holds when it is told to"),
    ...advice.map((sentence) => `  → ${sentence}`),
  ];
  return lines.join("\n");
}

const reading = `On the page: the rightmost number you can read is the head's width in dots; the black bar is 40 mm long at 203 dpi, 45 mm at 180.
電子發票 reads right in one of the two lines at most: that is \`text\`. If the bar code and both QR codes are there and scan: nativeCodes: true.`;

function yes(can: boolean, what: string): string {
  return `  ${can ? "yes" : "no "}  ${what}`;
}
