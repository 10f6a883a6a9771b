import { alertsBook } from "./books/alerts.ts";
import { allowancesBook } from "./books/allowances.ts";
import { documentPrintsBook } from "./books/documents/document-prints.ts";
import { homeBook } from "./books/home.ts";
import { invoicesBook } from "./books/invoices.ts";
import { journalBook } from "./books/journal.ts";
import { lentMarksBook } from "./books/numbers/lent-marks.ts";
import { prizesBook } from "./books/numbers/prizes.ts";
import { rangeFilesBook } from "./books/numbers/range-files.ts";
import { rangesBook } from "./books/numbers/ranges.ts";
import { unaccountedBook } from "./books/numbers/unaccounted.ts";
import { printerSettingsBook } from "./books/paper/printer-settings.ts";
import { reprintsBook } from "./books/paper/reprints.ts";
import { slipsBook } from "./books/paper/slips.ts";
import { ticketsBook } from "./books/paper/tickets.ts";
import { parcelsBook } from "./books/parcels.ts";
import { operatorsBook } from "./books/people/operators.ts";
import { roadBook } from "./books/people/road.ts";
import { tokensBook } from "./books/people/tokens.ts";
import { requestsBook } from "./books/requests.ts";
import { safekeepingBook } from "./books/safekeeping.ts";
import { undoingsBook } from "./books/undoings.ts";
import { type Drizzle, drizzleOver } from "./file/drizzle.ts";
import { GroupCommit, type GroupCommitOptions } from "./file/group-commit.ts";
import { openForReading, openForWriting, type Sqlite } from "./file/open.ts";
import { actsBook } from "./reports/acts.ts";
import { closingsBook } from "./reports/closings.ts";
import { conditionBook } from "./reports/condition.ts";
import { repeatedRowsBook } from "./reports/repeated-rows.ts";

/** Everything one till has written down. Books may be read at any time; they are changed only inside `write`. */
export interface Ledger extends ReturnType<typeof booksOf>, Disposable {
  /** One synchronous transaction, resolved once it is on disk. Throws what the work threw, or `storage-full`, `storage-unknown`. */
  write<T>(work: () => T): Promise<T>;
}

/** Opens the till's database for the one process that owns the home. */
export function openLedger(path: string, options: GroupCommitOptions): Ledger {
  const sqlite = openForWriting(path);
  const commits = new GroupCommit(sqlite, options);
  return ledgerOver(sqlite, (work) => commits.write(work));
}

/** A ledger over an open database, with whatever way of writing it is given. */
export function ledgerOver(sqlite: Sqlite, write: Ledger["write"]): Ledger {
  return { ...booksOf(drizzleOver(sqlite)), write, [Symbol.dispose]: () => sqlite.close() };
}

/** The books for looking only. */
export interface ReadLedger extends Omit<Ledger, "write"> {
  /** Shows the books as they are now for as long as `look` takes, whatever a running till writes meanwhile. */
  atOneMoment<T>(look: () => T): T;
}

/** The same books for looking only, beside a running daemon or without one. */
export function readLedger(path: string): ReadLedger {
  const sqlite = openForReading(path);
  return {
    ...booksOf(drizzleOver(sqlite)),
    atOneMoment: (look) => sqlite.transaction(look)(),
    [Symbol.dispose]: () => sqlite.close(),
  };
}

function booksOf(db: Drizzle) {
  return {
    home: homeBook(db),
    alerts: alertsBook(db),
    journal: journalBook(db),
    documentPrints: documentPrintsBook(db),
    ranges: rangesBook(db),
    rangeFiles: rangeFilesBook(db),
    lentMarks: lentMarksBook(db),
    unaccounted: unaccountedBook(db),
    safekeeping: safekeepingBook(db),
    requests: requestsBook(db),
    invoices: invoicesBook(db),
    slips: slipsBook(db),
    tickets: ticketsBook(db),
    printerSettings: printerSettingsBook(db),
    reprints: reprintsBook(db),
    undoings: undoingsBook(db),
    allowances: allowancesBook(db),
    parcels: parcelsBook(db),
    prizes: prizesBook(db),
    tokens: tokensBook(db),
    operators: operatorsBook(db),
    road: roadBook(db),
    acts: actsBook(db),
    condition: conditionBook(db),
    closings: closingsBook(db),
    repeatedRows: repeatedRowsBook(db),
  };
}
