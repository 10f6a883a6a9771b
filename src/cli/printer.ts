import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../base/clock.ts";
import { silentLog } from "../base/log.ts";
import { Problem } from "../base/problem.ts";
import { isModelName, modelNames, models, type PrinterModel } from "../rehearsal/printer/models.ts";
import { type Cable, startVirtualPrinter } from "../rehearsal/virtual-printer.ts";
import type { Command } from "./command.ts";
import { portOf } from "./port.ts";
import { say } from "./terminal.ts";

export const printer: Command = {
  usage: "printer [--model NAME] [--port 9100 | --serial | --fifo PATH] [--paper DIR] [--json]",
  does: "runs the virtual printer alone, for developing against; its page is on the next port; --help lists the models",
  more: () => modelList(),
  async run(args) {
    const { values } = parseArgs({ args, options });
    const { port = 9100 } = portOf(values.port);
    const paperFolder = values.paper === undefined ? undefined : resolve(values.paper);
    const model = modelOf(values.model);
    const cable = cableOf(values);
    if (paperFolder) mkdirSync(paperFolder, { recursive: true });
    const running = await startVirtualPrinter({
      clock: systemClock,
      log: silentLog,
      port,
      pagePort: port === 0 ? 0 : port + 1,
      model,
      ...(paperFolder && { paperFolder }),
      ...(cable && { cable }),
    }).catch((cause: Error) => {
      const hint = "Free the port, or choose another one with --port; a serial line needs python3, a FIFO a free path.";
      throw new Problem("printer-not-started", cause.message, { hint, cause });
    });
    const { url, pageUrl } = running;
    const words = `A virtual ${model.name} listens at ${url}; its paper and its faults are at ${pageUrl}\nCtrl-C stops it.`;
    say(values.json ? JSON.stringify({ url, page: pageUrl, model: model.name }) : words);
    await new Promise<void>((done) => process.once("SIGINT", done).once("SIGTERM", done));
    await running.close();
    return 0;
  },
};

const options = {
  model: { type: "string" },
  port: { type: "string" },
  serial: { type: "boolean", default: false },
  fifo: { type: "string" },
  paper: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

function modelOf(name = "virtual-58"): PrinterModel {
  if (isModelName(name)) return models[name];
  throw new Problem("misuse", `There is no printer model "${name}".`, { hint: modelList() });
}

function modelList(): string {
  const width = Math.max(...modelNames.map(({ length }) => length));
  return ["Models:", ...modelNames.map((name) => `  ${name.padEnd(width)}  ${models[name].about}`)].join("\n");
}

function cableOf({ serial, fifo }: { readonly serial: boolean; readonly fifo?: string | undefined }): Cable | undefined {
  if (serial && fifo !== undefined) {
    throw new Problem("misuse", "A printer hangs on one cable.", { hint: "Give --serial or --fifo, not both." });
  }
  if (serial) return { kind: "serial" };
  return fifo === undefined ? undefined : { kind: "fifo", path: resolve(fifo) };
}
