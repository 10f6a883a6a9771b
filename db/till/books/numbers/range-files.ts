import { and, asc, desc, eq } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { rangeFiles } from "../../schema.ts";

export type RangeFileRow = typeof rangeFiles.$inferSelect;

/** The files numbers came from, byte for byte, so that it can be shown later what was granted. */
export function rangeFilesBook(db: Drizzle) {
  return {
    /** One till takes one share of a file once. */
    find: (sha256: Buffer, share: string): RangeFileRow | undefined =>
      db
        .select()
        .from(rangeFiles)
        .where(and(eq(rangeFiles.sha256, sha256), eq(rangeFiles.share, share)))
        .get(),
    list: (): RangeFileRow[] => db.select().from(rangeFiles).orderBy(asc(rangeFiles.id)).all(),
    newest: (): Pick<RangeFileRow, "name" | "share" | "at" | "journalSeq"> | undefined =>
      db
        .select({ name: rangeFiles.name, share: rangeFiles.share, at: rangeFiles.at, journalSeq: rangeFiles.journalSeq })
        .from(rangeFiles)
        .orderBy(desc(rangeFiles.id))
        .limit(1)
        .get(),
    add: (file: Omit<RangeFileRow, "id">): RangeFileRow => db.insert(rangeFiles).values(file).returning().get(),
  };
}
