import { GroupCommit } from "../../db/till/file/group-commit.ts";
import { openForWriting } from "../../db/till/file/open.ts";
import { type Ledger, ledgerOver } from "../../db/till/ledger.ts";
import type { Plant } from "./premises.ts";

/** The number is committed as soon as it is taken; the invoice follows in a transaction of its own. */
export const numberInItsOwnTransaction: Plant = (home, world) => {
  const sqlite = openForWriting(home.paths.database);
  const commits = new GroupCommit(sqlite, { defer: world.defer, onBroken: world.die });
  const ledger = ledgerOver(sqlite, (work) => commits.write(work));
  const save: Ledger["ranges"]["save"] = (range) => {
    ledger.ranges.save(range);
    sqlite.exec("COMMIT; BEGIN IMMEDIATE; SAVEPOINT one");
  };
  return { ...ledger, ranges: { ...ledger.ranges, save } };
};

/** A work is answered when it was done; the commit comes a moment later. */
export const answerBeforeCommit: Plant = (home, world) => {
  const sqlite = openForWriting(home.paths.database);
  const write = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      if (!sqlite.inTransaction) {
        sqlite.exec("BEGIN IMMEDIATE");
        world.defer(() => sqlite.exec("COMMIT"));
      }
      sqlite.exec("SAVEPOINT one");
      try {
        resolve(work());
      } catch (error) {
        sqlite.exec("ROLLBACK TO one");
        reject(error);
      }
      sqlite.exec("RELEASE one");
    });
  return ledgerOver(sqlite, write);
};

/** What is doubtful is simply printed again. */
export const uncertainRetriedByItself: Plant = ({ ledger }) => {
  const move: Ledger["slips"]["move"] = (slip, event, note) => {
    if (event !== "broke") return ledger.slips.move(slip, event, note);
    const failed = ledger.slips.move(slip, "never-started", note);
    return failed && ledger.slips.move(failed, "retry", note);
  };
  return { ...ledger, slips: { ...ledger.slips, move } };
};

/** A new process does not know what was asked of the one before. */
export const requestForgottenAfterRestart: Plant = (home) => {
  const { ledger } = home;
  const mark = ` in life ${ledger.journal.head().seq}`;
  return {
    ...ledger,
    requests: {
      find: (client, requestId) => ledger.requests.find(client, requestId + mark),
      keep: (row) => ledger.requests.keep({ ...row, requestId: row.requestId + mark }),
    },
  };
};

/** Paper is taken for granted once the bytes have left. */
export const printedAtHandOver: Plant = ({ ledger }) => {
  const move: Ledger["slips"]["move"] = (slip, event, note) =>
    ledger.slips.move(slip, event === "broke" ? "confirmed" : event, note);
  return { ...ledger, slips: { ...ledger.slips, move } };
};
