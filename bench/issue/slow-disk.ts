import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../slow-disk.c", import.meta.url));

/** The environment in which each fsync takes so much longer, or null where there is no C compiler (or no LD_PRELOAD). */
export function slowDisk(folder: string, addedMs: number): Record<string, string> | null {
  if (process.platform !== "linux") return null;
  const library = join(folder, "slow-disk.so");
  const compiled = spawnSync("cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"]);
  return compiled.status === 0 ? { LD_PRELOAD: library, SLOW_DISK_US: String(addedMs * 1000) } : null;
}
