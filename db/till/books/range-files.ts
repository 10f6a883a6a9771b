import { and, asc, eq } from "drizzle-orm";
import type { Drizzle } from "../file/drizzle.ts";
import { rangeFiles } from "../schema.ts";

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
    /** All of them, in the order they came. */
    list: (): RangeFileRow[] => db.select().from(rangeFiles).orderBy(asc(rangeFiles.id)).all(),
    add: (file: Omit<RangeFileRow, "id">): RangeFileRow => db.insert(rangeFiles).values(file).returning().get(),
  };
}
