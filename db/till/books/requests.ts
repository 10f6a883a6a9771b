import { and, eq, sql } from "drizzle-orm";
import type { Drizzle } from "../file/drizzle.ts";
import { hotGet, hotRun } from "../file/hot.ts";
import { requests } from "../schema.ts";

export type { RequestOperation } from "../schema.ts";

export type RequestRow = typeof requests.$inferSelect;

/** What was asked under which id, kept for ever: after a lost answer only the request id can tell what happened. */
export function requestsBook(db: Drizzle) {
  const find = hotGet(
    db,
    db
      .select()
      .from(requests)
      .where(and(eq(requests.client, sql.placeholder("client")), eq(requests.requestId, sql.placeholder("requestId")))),
  );
  const insert = hotRun(
    db,
    db.insert(requests).values({
      client: sql.placeholder("client"),
      requestId: sql.placeholder("requestId"),
      operation: sql.placeholder("operation"),
      digest: sql.placeholder("digest"),
      invoiceId: sql.placeholder("invoiceId"),
      subject: sql.placeholder("subject"),
      at: sql.placeholder("at"),
    }),
  );
  return {
    find: (client: string, requestId: string): RequestRow | undefined => find({ client, requestId }),
    keep(row: RequestRow): void {
      insert({ ...row });
    },
  };
}
