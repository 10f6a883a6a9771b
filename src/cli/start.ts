import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig } from "../../config/load.ts";
import { systemClock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { type Home, pathsOf } from "../daemon/home/home.ts";
import { writeSecret } from "../daemon/home/secret.ts";
import type { VirtualPrinter } from "../rehearsal/virtual-printer.ts";
import type { Command } from "./command.ts";
import { demoTurnkeyOf, runPretendTurnkey } from "./demo/turnkey.ts";
import { newHomeFolder, version } from "./installation.ts";
import { portOf } from "./port.ts";
import { openLog } from "./real-world.ts";
import { type RunningTill, startTill } from "./running-till.ts";
import { say } from "./terminal.ts";
import { agrees, compareClock } from "./time-server.ts";

const demoPrinterPorts = { port: 9155, pagePort: 9156 };

/** What a demo prints on and what it is called with. */
export interface DemoTill extends RunningTill {
  readonly token: string;
  readonly printer: { readonly url: string; readonly pageUrl: string };
}

export const start: Command = {
  usage: "start [--demo] [--home DIR] [--port N] [--json]",
  does: "runs the till; --demo makes one with a virtual printer and a pretend Turnkey and needs no configuration",
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        demo: { type: "boolean", default: false },
        home: { type: "string" },
        port: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const folder = newHomeFolder(values.home, values.demo);
    const port = portOf(values.port);
    const asked = stopRequest();
    if (values.demo) {
      const demo = await startDemo(folder, port);
      say(values.json ? JSON.stringify(addresses(demo, folder)) : welcome(demo, folder));
      if (!values.json) void asked.then(() => say("\nStopping …"));
      return untilStopped(demo, asked);
    }
    const running = await startTill({ folder, demo: false, ...port, log: openLog(null) });
    running.till.shop.world.log.info("started", { version, url: running.url, environment: running.home.environment });
    void tellOfClock(running);
    return untilStopped(running, asked);
  },
};

/** A clock that differs from the time server's is worth a line; it stops nothing, and nothing waits for it. */
async function tellOfClock({ till, home }: RunningTill): Promise<void> {
  const comparison = await compareClock(loadConfig(home.paths.config, process.env).clockServer);
  if (comparison?.aheadMs != null && !agrees(comparison)) till.shop.world.log.warn("clock-differs", { ...comparison });
}

/** A demo till with its virtual printer; ports that are taken give way to free ones. */
export async function startDemo(folder: string, port: { port?: number } = {}): Promise<DemoTill> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const paths = pathsOf(folder);
  const log = openLog(join(folder, "tillseal.log"));
  const printer = await demoPrinterOn(log, paths.paper);
  try {
    const printers = [{ name: "front", url: printer.url, model: "virtual" as const }];
    const running = await startTill({ folder, demo: true, ...port, printers, upstream: demoTurnkeyOf(folder).address, log });
    const token = await demoToken(running.home);
    const stopTurnkey = await runPretendTurnkey(folder, log);
    const stop = async () => {
      await running.stop();
      await stopTurnkey();
      await printer.close();
    };
    return { ...running, stop, token, printer };
  } catch (error) {
    await printer.close();
    throw error;
  }
}

/** A port that is taken gives way to a free one. A till that is no demo never loads the virtual printer. */
async function demoPrinterOn(log: Log, paperFolder: string): Promise<VirtualPrinter> {
  const { startVirtualPrinter } = await import("../rehearsal/virtual-printer.ts");
  const options = { clock: systemClock, log, paperFolder };
  try {
    return await startVirtualPrinter({ ...options, ...demoPrinterPorts });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return await startVirtualPrinter({ ...options, port: 0, pagePort: 0 });
  }
}

/** The demo's token is kept in its home, so that the printed curl line works again tomorrow. */
async function demoToken({ paths, ledger }: Home): Promise<string> {
  if (existsSync(paths.demoToken)) return readFileSync(paths.demoToken, "latin1").trim();
  const token = randomBytes(32).toString("base64url");
  const at = Math.floor(systemClock.now().getTime() / 1000);
  await ledger.write(() => ledger.tokens.keep({ name: "demo", scope: "admin" }, token, at));
  writeSecret(paths.demoToken, `${token}\n`);
  return token;
}

/** The same as the welcome, for programs. The token stays in its file. */
function addresses({ url, printer }: DemoTill, folder: string) {
  const { demoToken, paper } = pathsOf(folder);
  const upstream = demoTurnkeyOf(folder).address;
  return { url, docs: `${url}/docs`, printer: printer.url, printerPage: printer.pageUrl, upstream, tokenFile: demoToken, paper };
}

function welcome({ url, printer, home }: DemoTill, folder: string): string {
  const place = relative(process.cwd(), folder) || ".";
  const short = place.startsWith("..") ? folder : place;
  const sale = JSON.stringify({
    requestId: `hello-${randomBytes(3).toString("hex")}`,
    lines: [
      { name: "珍珠奶茶", quantity: 2, unitPrice: 65, unit: "杯" },
      { name: "會員折扣", quantity: 1, unitPrice: -10 },
    ],
  });
  return `
Tillseal ${version}: a demo till ${home.born ? "was born" : "is back"} in ${short}. Nothing it issues counts.

  till        ${url}        reference ${url}/docs
  printer     ${printer.url}        its paper ${printer.pageUrl}
  upstream    ${short}/turnkey/        a pretend Turnkey takes and answers
  token       ${short}/demo-token
  slips       ${short}/paper/        log ${short}/tillseal.log

Sell something:

curl -s ${url}/v1/sales -H "Authorization: Bearer $(cat '${short}/demo-token')" \\
  -H 'Content-Type: application/json' -d '${sale}'

Ctrl-C stops it.`;
}

/** Hears a person or the supervisor asking to stop, from before the till is announced: a signal must never find nobody listening. */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      resolve();
    };
    process.on("SIGINT", stop).on("SIGTERM", stop);
  });
}

/** Resolves with the exit code when it was asked for and everything has stopped in order. */
async function untilStopped(running: RunningTill, asked: Promise<void>): Promise<number> {
  await asked;
  await running.stop();
  return 0;
}
