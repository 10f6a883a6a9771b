import { readdirSync, renameSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncFolder } from "../../home/secret.ts";

/**
 * Moves all that lies in a draft up into the folder around it, `last` after everything else, and removes the draft. Where a part cannot be
 * moved, none of them stays in the folder.
 */
export function moveUp(draft: string, folder: string, last: string): void {
  const names = readdirSync(draft).sort((one, other) => Number(one === last) - Number(other === last));
  const moved: string[] = [];
  try {
    for (const name of names) {
      renameSync(join(draft, name), join(folder, name));
      moved.push(join(folder, name));
    }
    rmdirSync(draft);
    syncFolder(folder);
  } catch (error) {
    for (const path of moved) rmSync(path, { recursive: true, force: true });
    throw error;
  }
}
