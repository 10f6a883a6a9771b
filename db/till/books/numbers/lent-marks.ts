import { sql } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { lentMarks } from "../../schema.ts";

export type LentMark = typeof lentMarks.$inferSelect;

/** The highest number known as lent in each track, to whichever till: told to a hub that was restored, it lends none of them again. */
export function lentMarksBook(db: Drizzle) {
  return {
    list: (): LentMark[] => db.select().from(lentMarks).all(),
    /** Marks only rise. */
    raise(mark: LentMark): void {
      db.insert(lentMarks)
        .values(mark)
        .onConflictDoUpdate({
          target: [lentMarks.seller, lentMarks.invoiceType, lentMarks.period, lentMarks.track],
          set: { upTo: mark.upTo },
          setWhere: sql`${lentMarks.upTo} < ${mark.upTo}`,
        })
        .run();
    },
  };
}
