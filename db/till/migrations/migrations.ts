import { first } from "./0001-first.ts";
import { papers } from "./0002-papers.ts";
import { documents } from "./0012-documents.ts";

/** Every migration in order. The database's `user_version` says how many have run. Add at the end, never change one. */
export const migrations: readonly string[] = [first, papers, documents];
