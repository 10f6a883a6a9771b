import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { damageOf } from "../../db/till/inspection/inspect.ts";
import { readLedger } from "../../db/till/ledger.ts";
import { pathsOf } from "../daemon/home/home.ts";
import { publicKeys } from "../daemon/home/keys.ts";
import { type BooksWalk, walkBooks } from "../daemon/outlook/books/walk-books.ts";
import { readCopy } from "../daemon/safekeeping/copies/read-copy.ts";
import { verifyExport } from "../daemon/safekeeping/export/verify-export.ts";
import { refuse } from "../invoice/problems.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { exportInWords, regionNamed } from "./safekeeping/export.ts";
import { say } from "./terminal.ts";

export const verify: Command = {
  usage: "verify [--home DIR | FILE] [--json]",
  does: "walks the whole journal, seal by seal, holds the books against it, and names the first broken entry and what differs; works beside a running till, on a backup and on an export",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const archive = await archiveOf(positionals[0], values);
    if (archive !== null) return archive;
    const report = verifyDatabase(databaseOf(positionals[0], values.home));
    const { database, damage, walk } = report;
    say(values.json ? JSON.stringify({ database, damage, ...walk }) : inWords(report));
    return isWell(report) ? 0 : 1;
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

interface Report {
  readonly database: string;
  /** What SQLite's own quick check says is wrong with the file. */
  readonly damage: readonly string[];
  /** Null of a damaged file: what such a one says of itself proves nothing. */
  readonly walk: BooksWalk | null;
}

function verifyDatabase(database: string): Report {
  const damage = damageOf(database);
  if (damage.length > 0) return { database, damage, walk: null };
  using ledger = readLedger(database);
  return { database, damage, walk: walkBooks(ledger, publicKeys(pathsOf(dirname(database)).keys)) };
}

function isWell({ walk }: Report): boolean {
  return walk !== null && !walk.broken && walk.different === 0 && walk.pendingSeals === 0;
}

function databaseOf(file: string | undefined, home: string | undefined): string {
  const path = resolve(file ?? homeFolder(home));
  const database = existsSync(path) && statSync(path).isDirectory() ? pathsOf(path).database : path;
  if (existsSync(database)) return database;
  throw refuse("home-missing", `There is no till's database at ${database}.`, { hint: "Name the home with --home DIR." });
}

function inWords({ database, damage, walk }: Report): string {
  if (walk === null) return `DAMAGED: ${damage.join("; ")}\nStop the till and restore a backup.\n${database}`;
  const { entries, head, pendingSeals, broken, different, differences } = walk;
  const astray =
    different === 0 ? [] : [`DIFFERENT from the journal in ${different} places:`, ...differences.map((one) => `  ${one}`)];
  if (broken)
    return [
      `BROKEN at entry ${broken.seq} (${broken.fault}): ${broken.explanation}`,
      `${entries} entries before it are whole.`,
      ...astray,
      database,
    ].join("\n");
  if (different > 0)
    return [`${entries} entries follow one another, but what the till sells from says otherwise.`, ...astray, database].join(
      "\n",
    );
  if (pendingSeals > 0)
    return `${entries} entries follow one another, but ${pendingSeals} wait for their seal: the key was missing when they were written.\nStart the till with its key in keys/ and it seals them.`;
  return `${entries} entries, every one whole and sealed; the books agree with them.\nHead ${head}`;
}
