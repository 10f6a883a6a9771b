import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cups } from "../../../src/drivers/cups.ts";
import { FakePrinter } from "../fake-printer.ts";
import { freePort } from "./free-port.ts";
import type { WireOnBench } from "./wire.ts";

/** Why this machine has no CUPS for tests. */
export const noCups: string | undefined = whyNot();

function whyNot(): string | undefined {
  const lacking = ["cupsd", "lp", "lpstat", "lpadmin"].filter((program) => spawnSync("which", [program]).status !== 0);
  if (lacking.length > 0) return `CUPS is not installed (${lacking.join(", ")})`;
  return process.getuid?.() === 0 ? undefined : "only root may start a CUPS of its own";
}

/** A CUPS of our own (spec/escpos.md 10): the system's queues are not touched. */
export interface PrivateCups {
  /** A raw queue that ends at a port of this machine. */
  addQueue(name: string, port: number): void;
  /** Runs one of CUPS's programs. */
  run(program: string, ...words: string[]): string;
  stop(): Promise<void>;
}

let started: Promise<PrivateCups> | undefined;

/** The private CUPS of this test file; it is found by CUPS_SERVER, as any would be. */
export function aCups(): Promise<PrivateCups> {
  started ??= startCups();
  return started;
}

export async function stopCups(): Promise<void> {
  await (await started)?.stop();
  started = undefined;
}

async function startCups(): Promise<PrivateCups> {
  const folder = mkdtempSync(join(tmpdir(), "cups-"));
  chmodSync(folder, 0o755); // the backends run as another user
  for (const part of ["conf", "spool", "cache", "run", "log"]) mkdirSync(join(folder, part));
  const port = await freePort();
  writeFileSync(join(folder, "conf/cupsd.conf"), serverSettings(port));
  writeFileSync(join(folder, "conf/cups-files.conf"), fileSettings(folder));
  const words = ["-f", "-c", join(folder, "conf/cupsd.conf"), "-s", join(folder, "conf/cups-files.conf")];
  const server = spawn("cupsd", words, { stdio: "ignore" });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const before = process.env.CUPS_SERVER;
  process.env.CUPS_SERVER = `127.0.0.1:${port}`;
  const run = (program: string, ...rest: string[]) =>
    execFileSync(program, rest, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  for (let isUp = false; !isUp; isUp = spawnSync("lpstat", ["-r"], { encoding: "utf8" }).stdout.includes("is running")) {
    if (server.exitCode !== null) throw new Error(`cupsd ended with ${server.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    addQueue: (name, target) => void run("lpadmin", "-p", name, "-E", "-v", `socket://127.0.0.1:${target}`, "-m", "raw"),
    run,
    async stop() {
      if (before === undefined) delete process.env.CUPS_SERVER;
      else process.env.CUPS_SERVER = before;
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serverSettings(port: number): string {
  const open = "Order allow,deny\nAllow all\n";
  return [
    `Listen 127.0.0.1:${port}\nBrowsing Off\nDefaultAuthType None`,
    `<Location />\n${open}</Location>\n<Location /admin>\n${open}</Location>`,
    `<Policy default>\n<Limit All>\n${open}</Limit>\n</Policy>\n`,
  ].join("\n");
}

function fileSettings(folder: string): string {
  const places = { ServerRoot: "conf", RequestRoot: "spool", CacheDir: "cache", StateDir: "run" };
  const logs = { AccessLog: "log/access", ErrorLog: "log/error", PageLog: "log/page" };
  const lines = Object.entries({ ...places, ...logs }).map(([name, place]) => `${name} ${join(folder, place)}`);
  return [...lines, "ServerBin /usr/lib/cups", "DataDir /usr/share/cups", "SystemGroup root", ""].join("\n");
}

let count = 0;

export const cupsBench: WireOnBench = {
  name: "cups, on a private CUPS",
  missing: noCups,
  async bench() {
    const server = await aCups();
    const printer = await new FakePrinter({ answer: () => undefined, frame: undefined }).listen();
    const queue = `bench${++count}`;
    server.addQueue(queue, printer.port);
    return {
      driver: cups,
      address: new URL(`cups:///${queue}`),
      deadAddress: new URL("cups:///no-such-queue"),
      received: () => printer.received,
      finish: true,
      close: () => printer.close(),
    };
  },
  deviations: {
    stall: "bytes are collected, so a write never waits; a job that stays in the queue is given up by `finish`",
    breakOff: "a queue is no connection; it refuses a job at `finish`",
    say: "a spooler tells nothing of the printer",
  },
};
