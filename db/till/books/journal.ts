import { and, asc, count, desc, eq, gt, isNull, sql } from "drizzle-orm";
import type { SettleOutcome } from "../../../src/invoice/paper/slip.ts";
import { canonicalJson } from "../../../src/invoice/seal/canonical.ts";
import { type ChainEntry, type ChainHead, chainStart } from "../../../src/invoice/seal/chain.ts";
import { linkHash, type SealKey, signHash } from "../../../src/invoice/seal/seal.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { hotGet, hotRun } from "../file/hot.ts";
import { journal } from "../schema.ts";

export interface Sealed {
  readonly seq: number;
  /** Lower-case hexadecimal. */
  readonly hash: string;
  /** Null while the seal is pending: the chain needs no key, only the signature does. */
  readonly kid: string | null;
}

export interface Entry {
  readonly kind: string;
  /** JSON without floats. */
  readonly doc: object;
  /** Seconds since 1970. Written into the document too, since the chain covers nothing else (spec/sealing.md 1.1). */
  readonly at: number;
}

/** A journalled word on doubtful paper. */
export interface Settlement {
  readonly seq: number;
  readonly at: number;
  readonly slip: number;
  readonly outcome: SettleOutcome;
}

/** The append-only chain of everything that must be provable. */
export function journalBook(db: Drizzle) {
  // No LIMIT with a bound number here: SQLite plans such a statement anew each time it runs.
  const atHead = eq(journal.seq, sql`(SELECT max(${journal.seq}) FROM ${journal})`);
  const newest = hotGet(db, db.select({ seq: journal.seq, hash: journal.hash }).from(journal).where(atHead));
  const insert = hotRun(
    db,
    db.insert(journal).values({
      seq: sql.placeholder("seq"),
      kind: sql.placeholder("kind"),
      doc: sql.placeholder("doc"),
      prev: sql.placeholder("prev"),
      hash: sql.placeholder("hash"),
      kid: sql.placeholder("kid"),
      sig: sql.placeholder("sig"),
      at: sql.placeholder("at"),
    }),
  );
  const bySeq = db
    .select()
    .from(journal)
    .where(eq(journal.seq, sql.placeholder("seq")))
    .prepare();
  const newestAt = db.select({ at: journal.at }).from(journal).where(atHead).prepare();
  const head = (): ChainHead => newest({}) ?? chainStart;

  function append({ kind, doc, at }: Entry, key: SealKey | null): Sealed {
    const { seq: before, hash: prev } = head();
    const link = { seq: before + 1, kind, prev, doc: canonicalJson({ ...doc, at }) };
    const hash = Buffer.from(linkHash(link));
    const sig = key ? Buffer.from(signHash(hash, key)) : null;
    insert({ ...link, prev: Buffer.from(prev), hash, kid: key?.kid ?? null, sig, at });
    return { seq: link.seq, hash: hash.toString("hex"), kid: key?.kid ?? null };
  }

  return {
    head,
    append,
    find: (seq: number) => bySeq.get({ seq }),
    /** The newest entry of a kind. Walks back from the end: for what is asked rarely. */
    newestOf: (kind: string) => db.select().from(journal).where(eq(journal.kind, kind)).orderBy(desc(journal.seq)).limit(1).get(),
    newestAt: (): number | null => newestAt.get()?.at ?? null,
    /** Entries in order, a bounded piece at a time. */
    after: (seq: number, limit: number): ChainEntry[] =>
      db.select().from(journal).where(gt(journal.seq, seq)).orderBy(asc(journal.seq)).limit(limit).all(),
    /** Entries that neither carry a signature nor were sealed later; oldest first. */
    unsealed: (limit: number): ChainEntry[] =>
      db.select().from(journal).where(unsealed).orderBy(asc(journal.seq)).limit(limit).all(),
    /** Whether a later entry brought the signature. */
    lateSeal: (seq: number): { kid: string } | undefined => {
      const row = db.all<{ kid: string }>(sealOf(sql`${seq}`))[0];
      return row && { kid: row.kid };
    },
    /** What persons said of an invoice's doubtful paper, oldest first. */
    settlementsOf: (address: string): Settlement[] =>
      db.all<Settlement>(sql`SELECT seq, at, json_extract(doc, '$.slip') AS slip, json_extract(doc, '$.outcome') AS outcome
        FROM journal WHERE kind = 'settle' AND json_extract(doc, '$.invoice') = ${address} ORDER BY seq`),
    /** The newest report of a period's unused numbers, as it stands in the journal. */
    reportOf: (period: string): string | null =>
      db.all<{ doc: string }>(sql`SELECT doc FROM journal
        WHERE kind = 'unused-report' AND json_extract(doc, '$.period') = ${period} ORDER BY seq DESC`)[0]?.doc ?? null,
    /** How many entries have no signature of their own and none that came later. */
    pendingSeals: (): number => db.select({ pending: count() }).from(journal).where(unsealed).get()?.pending ?? 0,
  };
}

const unsealed = and(isNull(journal.sig), sql`NOT EXISTS (${sealOf(journal.seq)})`);

/** `kind = 'seal'` is spelled out so that the index over the few late seals is used, not the whole journal. */
function sealOf(seq: unknown) {
  return sql`SELECT json_extract(late.doc, '$.kid') AS kid FROM journal late WHERE late.kind = 'seal' AND json_extract(late.doc, '$.seq') = ${seq}`;
}
