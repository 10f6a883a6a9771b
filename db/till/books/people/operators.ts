import { asc, eq } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { operators } from "../../schema.ts";

export type OperatorRow = typeof operators.$inferSelect;
export type Role = OperatorRow["role"];

/** People who sign in with a PIN. The PIN's hash is peppered with a secret that is not in this database. */
export function operatorsBook(db: Drizzle) {
  return {
    find: (name: string): OperatorRow | undefined => db.select().from(operators).where(eq(operators.name, name)).get(),
    list: (): OperatorRow[] => db.select().from(operators).orderBy(asc(operators.name)).all(),
    add(operator: Omit<OperatorRow, "wrongTries" | "lockedUntil">): void {
      db.insert(operators).values(operator).run();
    },
    change(name: string, change: Partial<Omit<OperatorRow, "name">>): void {
      db.update(operators).set(change).where(eq(operators.name, name)).run();
    },
    remove: (name: string): number => db.delete(operators).where(eq(operators.name, name)).run().changes,
  };
}
