import type { Clock } from "../base/clock.ts";
import { NothingTaken, type PrinterDriver } from "./driver.ts";
import { noSuchAddress, onlySettings, pathOf, wrongAddress } from "./wire/address.ts";
import { asError, unlessAborted } from "./wire/giving-up.ts";
import { jobPort, type Spooler } from "./wire/job-port.ts";
import { type ProgramEnd, type RunProgram, runProgram } from "./wire/program.ts";

const hint = "Write cups:///name, the name being one of those that `lpstat -e` lists.";

/** Between looks at a job in the queue: a slip leaves it within a few of them. */
const lookPauseMs = 100;

/** Two programs are started to look at the queue: on a small busy computer that takes a while, and a server that is away is said at once. */
const connectMs = 10_000;

/** Papers name buyers, so a job's title does not. */
const title = "Tillseal";

/** A raw queue of CUPS: `cups:///till`. Nothing comes back, so the best it can say of a job is that it left for the printer. */
export const cups: PrinterDriver = cupsOver(runProgram);

/** The same with any way to run CUPS's own programs, which also find its server: by CUPS_SERVER or on this machine. */
export function cupsOver(run: RunProgram): PrinterDriver {
  return {
    connectMs,
    check: (address) => void queueIn(address),
    async open(address, clock, signal) {
      const queue = new Queue(queueIn(address), run, clock);
      signal.throwIfAborted();
      await unlessAborted(queue.mustTakeJobs(), signal);
      return jobPort(queue, clock);
    },
  };
}

function queueIn(address: URL): string {
  onlySettings(address, [], hint);
  const name = pathOf(address, hint);
  // A hyphen would make it an option of the program; the others mean something in its lists of names.
  if (/^-|[\s/#,?]/.test(name)) throw wrongAddress("path", `"${name}" cannot be the name of a queue.`, hint);
  return name;
}

class Queue implements Spooler {
  readonly #name: string;
  readonly #run: RunProgram;
  readonly #clock: Clock;

  constructor(name: string, run: RunProgram, clock: Clock) {
    this.#name = name;
    this.#run = run;
    this.#clock = clock;
  }

  /** Rejects when there is no such queue, or when it is stopped: its jobs would lie there and come out when nobody expects them. */
  async mustTakeJobs(): Promise<void> {
    const said = await this.#say(["lpstat", "-a", this.#name]);
    if (/ not accepting requests since /.test(said)) throw new Error(`the print queue takes no jobs: ${inOneLine(said)}`);
    await this.#mustRun();
  }

  /** A job that broke off in the middle waits for a second try, which would print all of it again: half a minute, or until somebody starts the queue. */
  async #mustMove(alerts: string): Promise<void> {
    if (/stopped|not-ready|hold/.test(alerts)) throw new Error(`the print queue holds the job: ${alerts}`);
    await this.#mustRun();
  }

  async #mustRun(): Promise<void> {
    const said = await this.#say(["lpstat", "-p", this.#name]);
    if (/ disabled since /.test(said)) throw new Error(`the print queue is stopped: ${inOneLine(said)}`);
  }

  async submit(job: Uint8Array): Promise<string> {
    const newest = await this.#beforeAnything();
    let failure: Error;
    try {
      const words = ["lp", "-d", this.#name, "-o", "raw", "-t", title, "--"] as const;
      const { code, stdout, stderr } = await this.#program(words, job);
      const [, id] = /request id is (\S+-\d+)/.exec(stdout) ?? [];
      if (code === 0 && id !== undefined) return id;
      failure = new Error(`lp did not take the job: ${(stderr || stdout).trim()}`);
    } catch (error) {
      failure = asError(error);
    }
    // A job that was begun has a number, whatever became of it.
    const now = await this.#newest().catch(() => Number.POSITIVE_INFINITY);
    throw now <= newest ? new NothingTaken(failure.message) : failure;
  }

  async settled(job: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const waiting = await this.#say(["lpstat", "-l", "-W", "not-completed", "-o", this.#name]).catch(() => undefined);
      if (waiting !== undefined && !idsIn(waiting).includes(job)) break;
      if (waiting !== undefined) await this.#mustMove(saidOf(waiting, job, "Alerts"));
      await this.#clock.sleep(lookPauseMs, signal);
    }
    const done = await this.#say(["lpstat", "-l", "-W", "completed", "-o", this.#name]);
    // One that left no trace was printed by a server that keeps no history.
    const alerts = saidOf(done, job, "Alerts");
    if (/cancel|abort/.test(alerts)) throw new Error(`the print queue gave the job up: ${alerts}`);
    // A job that was broken off and not tried again looks like one that came through, but for what it died of: the server wipes
    // out mere news when a job ends well.
    const status = saidOf(done, job, "Status");
    if (status !== "") throw new Error(`the print queue gave the job up: ${status}`);
  }

  async withdraw(job: string): Promise<void> {
    await this.#program(["cancel", job]);
  }

  async #beforeAnything(): Promise<number> {
    try {
      await this.mustTakeJobs();
      return await this.#newest();
    } catch (error) {
      throw new NothingTaken(asError(error).message);
    }
  }

  async #newest(): Promise<number> {
    const ids = idsIn(await this.#say(["lpstat", "-W", "all", "-o", this.#name]));
    return Math.max(0, ...ids.map((id) => Number(id.slice(id.lastIndexOf("-") + 1))));
  }

  async #say(words: readonly [string, ...string[]]): Promise<string> {
    const { code, stdout, stderr } = await this.#program(words);
    if (code === 0) return stdout;
    throw new Error((stderr || stdout).trim() || `${words[0]} ended with ${code}`);
  }

  async #program(words: readonly [string, ...string[]], input?: Uint8Array): Promise<ProgramEnd> {
    // These programs speak the operator's language, and we read them.
    const end = await this.#run(["env", "LC_ALL=C", ...words], input ? { input } : {});
    if (end.code !== 127) return end;
    throw noSuchAddress(`The program ${words[0]} of CUPS is not installed.`, "Install CUPS's client programs (cups-client).");
  }
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** The names in a list of jobs: they stand first on a line that is not indented. */
function idsIn(list: string): string[] {
  return list.split("\n").flatMap((line) => /^(\S+-\d+)\s/.exec(line)?.[1] ?? []);
}

/** What a long list says below a job's name. Alerts: `none`, `job-printing`, `job-canceled-by-user`. Status: a sentence. */
function saidOf(list: string, job: string, what: "Alerts" | "Status"): string {
  const lines = list.split("\n");
  const start = lines.findIndex((line) => idsIn(line)[0] === job);
  if (start === -1) return "";
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\S/.test(line));
  const own = end === -1 ? rest : rest.slice(0, end);
  return own
    .filter((line) => line.trim().startsWith(`${what}: `) || line.trim() === `${what}:`)
    .map((line) =>
      line
        .trim()
        .slice(what.length + 1)
        .trim(),
    )
    .join(" ");
}
