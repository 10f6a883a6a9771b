import { createHash } from "node:crypto";
import { asc, eq, sql } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { hotGet } from "../../file/hot.ts";
import { tokens } from "../../schema.ts";

export type Scope = (typeof tokens.$inferSelect)["scope"];

/** Who knocks: the name scopes request ids, and outlives a renewed secret. */
export interface Client {
  readonly name: string;
  readonly scope: Scope;
}

/** API tokens, kept as SHA-256: 256 random bits need no slow hash, and a stolen database opens nothing. */
export function tokensBook(db: Drizzle) {
  const byHash = hotGet(
    db,
    db
      .select({ name: tokens.name, scope: tokens.scope })
      .from(tokens)
      .where(eq(tokens.hash, sql.placeholder("hash"))),
  );
  return {
    bearer: (secret: string): Client | undefined => byHash({ hash: hashOf(secret) }),
    named: (name: string): Client | undefined =>
      db.select({ name: tokens.name, scope: tokens.scope }).from(tokens).where(eq(tokens.name, name)).get(),
    list: (): (Client & { readonly createdAt: number })[] =>
      db
        .select({ name: tokens.name, scope: tokens.scope, createdAt: tokens.createdAt })
        .from(tokens)
        .orderBy(asc(tokens.name))
        .all(),
    remove: (name: string): number => db.delete(tokens).where(eq(tokens.name, name)).run().changes,
    /** Adds a token or gives an existing name a new secret. */
    keep({ name, scope }: Client, secret: string, at: number): void {
      const hash = hashOf(secret);
      db.insert(tokens)
        .values({ name, scope, hash, createdAt: at })
        .onConflictDoUpdate({ target: tokens.name, set: { scope, hash, createdAt: at } })
        .run();
    },
  };
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret, "utf8").digest();
}
