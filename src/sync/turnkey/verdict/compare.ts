import type { Holding } from "../census.ts";
import { type Disk, diskCode } from "../disk/disk.ts";

const longestMessage = 32_000_000;
const longestLog = 65_536;

/**
 * Whether every copy of a document that the folders hold says the same as ours; null when they hold none. Turnkey shows nobody
 * what the platform has: its own copies are the only ones there are to compare with.
 */
export async function sameAsHeld(disk: Disk, { own, strangers }: Holding, xml: string): Promise<boolean | null> {
  const ours = Buffer.from(xml, "utf8");
  let found: boolean | null = null;
  for (const path of [...own.map((file) => file.path), ...strangers]) {
    const copy = await readIfThere(disk, path, longestMessage);
    if (copy === null) continue;
    if (!ours.equals(copy)) return false;
    found = true;
  }
  return found;
}

/** The code in a log that Turnkey left beside a refused file: same name, other ending. A platform code weighs more than its own. */
export async function codeBeside(disk: Disk, path: string): Promise<string | null> {
  for (const ending of [".log", ".txt", ".err"]) {
    for (const beside of [path + ending, path.replace(/\.xml$/, ending)]) {
      const log = await readIfOurs(disk, beside, longestLog);
      const text = log === null ? "" : new TextDecoder().decode(log);
      const code = /\bE\d{4}\b/.exec(text) ?? /\bErr\d{3}\b/.exec(text) ?? /\b([579]\d{3})\b/.exec(text);
      if (code) return code[0];
    }
  }
  return null;
}

async function readIfThere(disk: Disk, path: string, most: number): Promise<Uint8Array | null> {
  try {
    return await disk.read(path, most);
  } catch (error) {
    if (["ENOENT", "EFBIG", "EISDIR"].includes(diskCode(error))) return null;
    throw error;
  }
}

/** Turnkey may run as another user: a log that is not ours to read is as good as none. */
async function readIfOurs(disk: Disk, path: string, most: number): Promise<Uint8Array | null> {
  try {
    return await readIfThere(disk, path, most);
  } catch (error) {
    if (["EACCES", "EPERM"].includes(diskCode(error))) return null;
    throw error;
  }
}
