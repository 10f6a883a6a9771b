import { type Disk, diskCode, type Entry } from "./disk.ts";

/** A file of a folder that Turnkey splits by date and hour. */
export interface DatedFile {
  readonly name: string;
  readonly path: string;
}

/**
 * Every file in a folder since a day (`20260105`), in the folders of its days and hours or in none. A folder that is not there
 * holds nothing; Turnkey makes it when it needs it.
 */
export async function filesSince(disk: Disk, folder: string, day: string): Promise<readonly DatedFile[]> {
  const found: DatedFile[] = [];
  const walk = async (place: string, depth: number): Promise<void> => {
    for (const { name, isFolder } of await entriesOf(disk, place)) {
      const path = `${place}/${name}`; // tens of thousands of times: join would take longer than the disk
      if (!isFolder) found.push({ name, path });
      else if (depth < 2 && !(depth === 0 && isOlder(name, day))) await walk(path, depth + 1);
    }
  };
  await walk(folder, 0);
  return found;
}

async function entriesOf(disk: Disk, folder: string): Promise<readonly Entry[]> {
  try {
    return await disk.list(folder);
  } catch (error) {
    if (diskCode(error) === "ENOENT") return [];
    throw error;
  }
}

function isOlder(name: string, day: string): boolean {
  return /^\d{8}/.test(name) && name.slice(0, 8) < day;
}

/** The day before a moment in Taipei, `20260105`: no file about it lies in an earlier folder, whichever way two clocks differ. */
export function dayBefore(atSeconds: number): string {
  return stampOf((atSeconds - 86_400) * 1000).slice(0, 8);
}

/** A moment as Turnkey writes it, `20260105140522123`, in Taipei. */
export function stampOf(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 17);
}
