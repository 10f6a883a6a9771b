#!/usr/bin/env node
import { Problem } from "../base/problem.ts";
import { clock } from "./clock.ts";
import type { Command } from "./command.ts";
import { demo } from "./demo.ts";
import { printer } from "./printer.ts";
import { start } from "./start.ts";
import { complain, say } from "./terminal.ts";
import { verify } from "./verify.ts";

/** Every command. Add a line to add a command. */
const commands: Readonly<Record<string, Command>> = { start, printer, verify, clock, demo };

// Nothing a till writes is for other users of the machine.
process.umask(0o077);

const [name, ...args] = process.argv.slice(2);
process.exitCode = await run(name, args);

/** 0: done. 1: refused, or found wrong. 2: misused. */
async function run(name: string | undefined, args: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    say(usage());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    complain(`There is no command "${name}".\n\n${usage()}`);
    return 2;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")) {
      complain(`${error.message}\n\nUsage: tillseal ${command.usage}`);
      return 2;
    }
    if (!(error instanceof Problem)) throw error;
    complain(inWords(error, args.includes("--json")));
    return error.code === "misuse" ? 2 : 1;
  }
}

function usage(): string {
  const lines = Object.values(commands).map(({ usage, does }) => `  tillseal ${usage}\n      ${does}`);
  return ["Tillseal, the invoice daemon beside the till.", "", ...lines].join("\n");
}

function inWords({ code, message, detail }: Problem, json: boolean): string {
  const { faults = [], hint } = detail;
  if (json) return JSON.stringify({ code, detail: message, faults, hint });
  return [message, ...faults.map((fault) => `  ${fault.path}: ${fault.message}`), ...(hint ? [hint] : [])].join("\n");
}
