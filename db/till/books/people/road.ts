import type { Drizzle } from "../../file/drizzle.ts";
import { road } from "../../schema.ts";

export type RoadRow = typeof road.$inferSelect;

/** What people said of the steps to going live. */
export function roadBook(db: Drizzle) {
  return {
    list: (): RoadRow[] => db.select().from(road).all(),
    mark(row: RoadRow): void {
      const { step: _, ...change } = row;
      db.insert(road).values(row).onConflictDoUpdate({ target: road.step, set: change }).run();
    },
  };
}
