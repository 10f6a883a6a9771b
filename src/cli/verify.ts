import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readLedger } from "../../db/till/ledger.ts";
import { pathsOf } from "../daemon/home/home.ts";
import { publicKeys } from "../daemon/home/keys.ts";
import { type JournalWalk, walkJournal } from "../daemon/outlook/walk-journal.ts";
import { refuse } from "../invoice/problems.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { say } from "./terminal.ts";

export const verify: Command = {
  usage: "verify [--home DIR | FILE] [--json]",
  does: "walks the whole journal, seal by seal, and names the first broken entry; works beside a running till",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const report = verifyDatabase(databaseOf(positionals[0], values.home));
    say(values.json ? JSON.stringify(report) : inWords(report));
    return report.broken || report.pendingSeals > 0 ? 1 : 0;
  },
};

interface Report extends JournalWalk {
  readonly database: string;
}

function verifyDatabase(database: string): Report {
  using ledger = readLedger(database);
  return { database, ...walkJournal(ledger.journal, publicKeys(pathsOf(dirname(database)).keys)) };
}

function databaseOf(file: string | undefined, home: string | undefined): string {
  const path = resolve(file ?? homeFolder(home, existsSync(".tillseal")));
  const database = existsSync(path) && statSync(path).isDirectory() ? pathsOf(path).database : path;
  if (existsSync(database)) return database;
  throw refuse("home-missing", `There is no till's database at ${database}.`, { hint: "Name the home with --home DIR." });
}

function inWords({ database, entries, head, pendingSeals, broken }: Report): string {
  if (broken)
    return `BROKEN at entry ${broken.seq} (${broken.fault}): ${broken.explanation}\n${entries} entries before it are whole.\n${database}`;
  if (pendingSeals > 0)
    return `${entries} entries follow one another, but ${pendingSeals} wait for their seal: the key was missing when they were written.\nStart the till with its key in keys/ and it seals them.`;
  return `${entries} entries, every one whole and sealed.\nHead ${head}`;
}
