import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";

/** A real IPP printer, CUPS's own; what it prints ends as files. */
export interface IppProgram extends AsyncDisposable {
  readonly url: URL;
  /** The documents it has taken, the oldest first. */
  taken(): Buffer[];
}

/** Which of Debian's packages this machine lacks for it; undefined where it can run. */
export const noIppProgram: string | undefined = whyNot();

function whyNot(): string | undefined {
  const needed = { ippeveprinter: "cups-ipp-utils", "dbus-daemon": "dbus", "avahi-daemon": "avahi-daemon" };
  const lacking = Object.entries(needed).filter(([program]) => spawnSync("which", [program]).status !== 0);
  if (lacking.length > 0) return `no IPP printer here (install ${lacking.map(([, name]) => name).join(", ")})`;
  if (spawnSync("avahi-daemon", ["--check"]).status === 0 && !hasNameService())
    return "an avahi-daemon runs here on a bus that is gone: end it, as a killed test may have left it behind";
  return process.getuid?.() === 0 ? undefined : "only root may start a name service for an IPP printer";
}

/** Starts the printer. It wants to be announced by a name service: by the machine's, or by one of its own on loopback only. */
export async function startIppProgram(): Promise<IppProgram> {
  const folder = mkdtempSync(join(tmpdir(), "tillseal-ipp-"));
  const spool = mkdtempSync(join(folder, "spool-"));
  const programs: ChildProcess[] = [];
  const stop = async () => {
    for (const program of programs.reverse()) await ended(program);
    rmSync(folder, { recursive: true });
  };
  try {
    const env = hasNameService() ? process.env : await startNameService(folder, programs);
    const port = await freePort();
    const words = [
      "-p",
      `${port}`,
      "-n",
      "localhost",
      "-2",
      "-d",
      spool,
      "-k",
      "-c",
      "/bin/true",
      "-f",
      "application/pdf",
      "Office",
    ];
    programs.push(await untilUp(port, () => spawn("ippeveprinter", words, { env, stdio: "ignore" })));
    return {
      url: new URL(`ipp://localhost:${port}/ipp/print`),
      taken: () =>
        readdirSync(spool)
          .filter((name) => name.endsWith(".pdf"))
          .map((name) => readFileSync(join(spool, name))),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whether the machine's own answers; there can only be one. */
function hasNameService(): boolean {
  const question = [
    "--system",
    "--print-reply",
    "--dest=org.freedesktop.Avahi",
    "/",
    "org.freedesktop.Avahi.Server.GetVersionString",
  ];
  return spawnSync("dbus-send", question).status === 0;
}

/** The environment in which programs find it. */
async function startNameService(folder: string, programs: ChildProcess[]): Promise<NodeJS.ProcessEnv> {
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--print-address=1"], { stdio: ["ignore", "pipe", "ignore"] });
  programs.push(bus);
  const [address] = await once(createInterface(bus.stdout), "line");
  const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: String(address) };
  const settings = join(folder, "avahi.conf");
  writeFileSync(settings, "[server]\nallow-interfaces=lo\n[wide-area]\nenable-wide-area=no\n");
  const words = ["--no-drop-root", "--no-chroot", "--no-rlimits", `--file=${settings}`];
  programs.push(spawn("avahi-daemon", words, { env, stdio: "ignore" }));
  return env;
}

/** The printer gives up at once where the name service is not up yet: it is started until it stays. */
async function untilUp(port: number, start: () => ChildProcess): Promise<ChildProcess> {
  let program = start();
  for (let tries = 0; tries < 200; tries++) {
    if (await takesCalls(port)) return program;
    if (program.exitCode !== null) program = start();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await ended(program);
  throw new Error("ippeveprinter does not stay: it finds no name service.");
}

function takesCalls(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const call = connect(port, "localhost", () => resolve(true)).on("error", () => resolve(false));
    call.on("close", () => call.destroy()).end();
  });
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const over = once(program, "exit");
  program.kill();
  await over;
}
