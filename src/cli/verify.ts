import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readLedger } from "../../db/till/ledger.ts";
import { pathsOf } from "../daemon/home/home.ts";
import { publicKeys } from "../daemon/home/keys.ts";
import { type JournalWalk, walkJournal } from "../daemon/outlook/walk-journal.ts";
import { readCopy } from "../daemon/safekeeping/copies/read-copy.ts";
import { verifyExport } from "../daemon/safekeeping/export/verify-export.ts";
import { refuse } from "../invoice/problems.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { exportInWords, regionNamed } from "./safekeeping/export.ts";
import { say } from "./terminal.ts";

export const verify: Command = {
  usage: "verify [--home DIR | FILE] [--json]",
  does: "walks the whole journal, seal by seal, and names the first broken entry; works beside a running till, on a backup and on an export",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const archive = await archiveOf(positionals[0], values);
    if (archive !== null) return archive;
    const report = verifyDatabase(databaseOf(positionals[0], values.home));
    say(values.json ? JSON.stringify(report) : inWords(report));
    return report.broken || report.pendingSeals > 0 ? 1 : 0;
  },
};

/** The exit code of a look at a backup or an export; null where the file is neither. */
async function archiveOf(
  file: string | undefined,
  { home, json }: { readonly home?: string | undefined; readonly json: boolean },
): Promise<number | null> {
  const kind = file === undefined ? null : kindOf(resolve(file));
  if (kind === "export") {
    // With --home the shop's own keys count; without it those that came with the file.
    const trusted = home === undefined ? {} : { trusted: publicKeys(pathsOf(homeFolder(home)).keys) };
    const findings = await verifyExport(resolve(file!), { ...trusted, regionOf: regionNamed });
    say(json ? JSON.stringify(findings) : exportInWords(findings));
    return findings.broken || findings.pendingSeals > 0 ? 1 : 0;
  }
  if (kind !== "backup") return null;
  const { manifest } = await readCopy(resolve(file!), async (database) => {
    for await (const _ of database);
  });
  const { madeAt, invoices, lastNumber, head } = manifest;
  const words = `A backup of ${madeAt}, every part whole: ${invoices} invoices, the last one ${lastNumber ?? "none"}, head ${head.seq} ${head.hash}\nIts seals are walked one by one when it is restored.`;
  say(json ? JSON.stringify(manifest) : words);
  return 0;
}

/** By its first bytes: gzip, or tar. */
function kindOf(path: string): "export" | "backup" | null {
  if (!existsSync(path) || !statSync(path).isFile()) return null;
  const head = Buffer.alloc(512);
  const file = openSync(path, "r");
  readSync(file, head);
  closeSync(file);
  if (head[0] === 0x1f && head[1] === 0x8b) return "export";
  return head.toString("latin1", 257, 262) === "ustar" ? "backup" : null;
}

interface Report extends JournalWalk {
  readonly database: string;
}

function verifyDatabase(database: string): Report {
  using ledger = readLedger(database);
  return { database, ...walkJournal(ledger.journal, publicKeys(pathsOf(dirname(database)).keys)) };
}

function databaseOf(file: string | undefined, home: string | undefined): string {
  const path = resolve(file ?? homeFolder(home));
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
