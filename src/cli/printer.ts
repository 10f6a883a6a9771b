import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "../base/clock.ts";
import { silentLog } from "../base/log.ts";
import { startVirtualPrinter } from "../rehearsal/virtual-printer.ts";
import type { Command } from "./command.ts";
import { portOf } from "./port.ts";
import { say } from "./terminal.ts";

export const printer: Command = {
  usage: "printer [--port 9100] [--paper DIR] [--json]",
  does: "runs the virtual printer alone, for developing against; its page is on the next port",
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { port: { type: "string" }, paper: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const { port = 9100 } = portOf(values.port);
    const paperFolder = values.paper === undefined ? undefined : resolve(values.paper);
    if (paperFolder) mkdirSync(paperFolder, { recursive: true });
    const running = await startVirtualPrinter({
      clock: systemClock,
      log: silentLog,
      port,
      pagePort: port === 0 ? 0 : port + 1,
      ...(paperFolder && { paperFolder }),
    });
    const { url, pageUrl } = running;
    const words = `A virtual printer listens at ${url}; its paper and its faults are at ${pageUrl}\nCtrl-C stops it.`;
    say(values.json ? JSON.stringify({ url, page: pageUrl }) : words);
    await new Promise<void>((done) => process.once("SIGINT", done).once("SIGTERM", done));
    await running.close();
    return 0;
  },
};
