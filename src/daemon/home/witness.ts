import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Ledger } from "../../../db/till/ledger.ts";
import type { Environment } from "../../invoice/record.ts";
import { writeSecret } from "./secret.ts";

const seen = z.object({ seq: z.int(), hash: z.string() });

/** The newest entry of a journal, its hash in hexadecimal, when somebody looked. */
export type Seen = Readonly<z.infer<typeof seen>>;

/**
 * Remembers outside a home how far it had come. A home that was put back to an older copy in its very place looks whole and at home, and
 * would issue again what it issued since.
 */
export interface Witness {
  recall(home: string): Seen | null;
  /** Never throws: a till sells without a witness. */
  keep(home: string, seen: Seen): void;
}

type Witnessed = { readonly ledger: Pick<Ledger, "journal">; readonly environment: Environment };

/** Keeps one small file a home in a folder. `onTrouble` hears what went wrong. */
export function nodeWitness(folder: string, onTrouble: (reason: string) => void): Witness {
  const pathOf = (home: string) => join(folder, `${home}.json`);
  const recall = (home: string) => {
    try {
      return seen.parse(JSON.parse(readFileSync(pathOf(home), "utf8")));
    } catch {
      return null; // the first time, or the state was cleared away
    }
  };
  return {
    recall,
    keep(home, newest) {
      if (isDeepStrictEqual(recall(home), newest)) return; // a till that sells nothing leaves the disk in peace
      const path = pathOf(home);
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeSecret(path, `${JSON.stringify(newest)}\n`);
      } catch (error) {
        onTrouble(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** What this machine saw in a home's journal and is not there any more; null where all of it is. A demo has no witness: it leaves nothing behind. */
export function missingHere({ ledger: { journal }, environment }: Witnessed, witness: Witness): Seen | null {
  const remembered = environment === "demo" ? null : witness.recall(nameOf(journal));
  if (!remembered) return null;
  const entry = journal.find(remembered.seq);
  return entry && hex(entry.hash) === remembered.hash ? null : remembered;
}

/** Tells the witness how far a home has come. */
export function bearWitness({ ledger: { journal }, environment }: Witnessed, witness: Witness): void {
  if (environment === "demo") return;
  const { seq, hash } = journal.head();
  witness.keep(nameOf(journal), { seq, hash: hex(hash) });
}

/** A home and its copies have their first entry in common. */
function nameOf(journal: Ledger["journal"]): string {
  return hex(journal.find(1)!.hash).slice(0, 32);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
