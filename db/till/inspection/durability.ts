import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openForWriting } from "../file/open.ts";

/**
 * What a connection for writing really has on this machine: 2 is FULL. It belongs to the connection and not to the file, and
 * the till's own is not ours to open, so one is opened the same way on a scratch database.
 */
export function writingSynchronous(): number {
  const folder = mkdtempSync(join(tmpdir(), "tillseal-scratch-"));
  try {
    const sqlite = openForWriting(join(folder, "till.db"));
    const synchronous = sqlite.pragma("synchronous", { simple: true }) as number;
    sqlite.close();
    return synchronous;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
