import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { inspectDatabase } from "../../../db/till/inspection/inspect.ts";
import { readLedger } from "../../../db/till/ledger.ts";
import { bindingOf } from "../home/machine.ts";
import { missingHere } from "../home/witness.ts";
import { walkBooks } from "../outlook/books/walk-books.ts";
import { type Examine, type Finding, green, orRed, red, yellow } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** tillseal.yaml and the environment: every fault, or who sells where. */
export const examineConfig: Examine = ({ paths, configProblem, sellerProblem, shop, config }) => {
  const problems = [configProblem, sellerProblem].filter((problem) => problem !== null);
  if (problems.length === 0) {
    const from = existsSync(paths.config) ? paths.config : "defaults and TILLSEAL_ variables (there is no tillseal.yaml)";
    return [green(`${from}: region ${config.region}, seller ${shop.seller.businessId} ${shop.seller.name}.`)];
  }
  return problems.flatMap(({ message, detail: { faults = [], hint = "Mend the configuration." } }) =>
    faults.length === 0 ? [red(message, hint)] : faults.map((fault) => red(`${fault.path}: ${fault.message}`, hint)),
  );
};

/** What kind of home it is, whether it is where it was born, and who may read its files. */
export const examineHome: Examine = (patient) => {
  const { folder, paths, shop, running, staleRunning } = patient;
  const born = shop.ledger.journal.find(1);
  const missing = missingHere(shop, shop.world.witness);
  const kind = born && (JSON.parse(born.doc) as { environment?: unknown }).environment;
  return [
    kind === shop.environment
      ? green(
          `${folder} is a ${shop.environment} home${running ? `, and its till runs (${running.version})` : "; no till runs on it"}.`,
        )
      : red(
          `The home says that it is ${shop.environment}, but was born ${String(kind)}.`,
          "Its database was altered by hand: restore a backup.",
        ),
    ...(staleRunning
      ? [yellow("running.json was left behind by a till that runs no more.", "Nothing: the next start writes it anew.")]
      : []),
    shop.ledger.home.find()?.binding === bindingOf(paths.database)
      ? green("It is on the machine and in the file it was born with.")
      : red(
          "It was copied, restored or moved from where it was born.",
          "Use the original, or say what happened with `tillseal adopt`; two copies of one till would issue the same numbers twice.",
        ),
    ...(missing
      ? [
          red(
            `This machine has seen entry ${missing.seq} of this till, which is not there: it was put back to an older copy.`,
            "Bring back its newest files, or say `tillseal adopt --reason restored`.",
          ),
        ]
      : []),
    ...(patient.hasModes ? modeFindings(patient) : []),
  ];
};

/** Secrets and books are for their owner alone. */
function modeFindings({ folder, paths }: Patient): Finding[] {
  const secrets = [paths.database, paths.lock, paths.demoToken, paths.running, paths.backupKey, ...keyFiles(paths.keys)].filter(
    existsSync,
  );
  const open = [
    ...[folder, paths.keys]
      .filter(existsSync)
      .filter((path) => isOpen(path))
      .map((path) => ({ path, mode: "700" })),
    ...secrets.filter((path) => isOpen(path)).map((path) => ({ path, mode: "600" })),
  ];
  if (open.length === 0) return [green(`Only their owner may read the home and its ${secrets.length} files with secrets.`)];
  return open.map(({ path, mode }) =>
    red(`Other users of this machine may open ${path} (${modeOf(path)}).`, `Run: chmod ${mode} '${path}'`),
  );
}

function keyFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function isOpen(path: string): boolean {
  return (statSync(path).mode & 0o077) !== 0;
}

function modeOf(path: string): string {
  return `0${(statSync(path).mode & 0o777).toString(8)}`;
}

/** The database file: written by this version, whole, and safe in a power cut. */
export const examineDatabase: Examine = ({ paths }) => databaseFindings(paths.database);

/** The same of a database whose books could not even be opened. */
export function databaseFindings(path: string): readonly Finding[] {
  return orRed(() => {
    const { sqlite, schema, knownSchema, damage, journalMode, synchronous } = inspectDatabase(path);
    const durable = journalMode === "wal" && synchronous === 2;
    return [
      schema === knownSchema
        ? green(`SQLite ${sqlite}, schema ${schema}.`)
        : schema < knownSchema
          ? yellow(
              `The database has schema ${schema}; this program knows ${knownSchema}.`,
              "Start the till: it brings the database up to date.",
            )
          : red(`The database has schema ${schema}, written by a newer Tillseal.`, "Install that version again."),
      damage.length === 0
        ? green("SQLite's quick check finds it whole.")
        : red(`It is damaged: ${damage.join("; ")}`, "Stop the till and restore a backup."),
      durable
        ? green("It is written with WAL and synchronous=FULL: what was answered survives a power cut.")
        : red(
            `It is written with ${journalMode}, synchronous=${synchronous}: a power cut could lose invoices.`,
            "Start the till, which sets this right, and look again.",
          ),
    ];
  }, "Stop the till and restore a backup.");
}

/** Every entry of the chain and the books beside it, as `tillseal verify` walks them. */
export const examineJournal: Examine = ({ paths, publicKeys }) => {
  using ledger = readLedger(paths.database);
  const { entries, pendingSeals, broken, different, differences } = walkBooks(ledger, publicKeys);
  if (broken)
    return [
      red(
        `Entry ${broken.seq} is broken (${broken.fault}): ${broken.explanation}`,
        "Restore a backup; a till with a broken journal only reads.",
      ),
    ];
  if (different > 0)
    return [
      red(
        `The books differ from the journal in ${different} places: ${differences[0]}`,
        "Run `tillseal verify` to see them, then restore a backup: somebody changed what this till sells from.",
      ),
    ];
  if (pendingSeals > 0)
    return [
      yellow(
        `${entries} entries follow one another; ${pendingSeals} wait for their seal.`,
        "Start the till with its key in keys/: it seals them.",
      ),
    ];
  return [green(`${entries} entries, every one whole and sealed.`)];
};
