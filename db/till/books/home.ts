import { sql } from "drizzle-orm";
import type { ClockAnchor } from "../../../src/invoice/issue-time.ts";
import type { Drizzle } from "../file/drizzle.ts";
import { hotGet } from "../file/hot.ts";
import { home } from "../schema.ts";

export type Home = Pick<typeof home.$inferSelect, "environment" | "region" | "binding" | "createdAt">;

/** The home's own row: its kind, which machine it belongs to, and the last moment its clock was believed. */
export function homeBook(db: Drizzle) {
  const find = hotGet(db, db.select().from(home));
  const keepAnchor = db
    .update(home)
    .set({
      bootId: sql`${sql.placeholder("bootId")}`,
      anchorWall: sql`${sql.placeholder("wall")}`,
      anchorUptime: sql`${sql.placeholder("uptime")}`,
    })
    .prepare();
  return {
    find: (): Home | undefined => find({}),
    bear(born: Home): void {
      db.insert(home)
        .values({ one: 1, ...born })
        .run();
    },
    /** The home belongs to another machine or file from now on. */
    bind(binding: string): void {
      db.update(home).set({ binding }).run();
    },
    clockAnchor(): ClockAnchor | null {
      const row = find({});
      if (row?.bootId == null || row.anchorWall === null || row.anchorUptime === null) return null;
      return { bootId: row.bootId, wallMs: row.anchorWall, uptimeMs: row.anchorUptime };
    },
    keepClockAnchor({ bootId, wallMs, uptimeMs }: ClockAnchor): void {
      keepAnchor.run({ bootId, wall: wallMs, uptime: uptimeMs });
    },
  };
}
