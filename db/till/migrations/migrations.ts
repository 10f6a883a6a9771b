import { first } from "./0001-first.ts";
import { branches } from "./0004-branches.ts";

/** Every migration in order. The database's `user_version` says how many have run. Add at the end, never change one. */
export const migrations: readonly string[] = [first, branches];
