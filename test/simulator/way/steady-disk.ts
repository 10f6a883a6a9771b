import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import type { Disk } from "../../../src/sync/turnkey/disk/disk.ts";
import type { Street } from "../premises.ts";

export interface DiskMood {
  full: boolean;
  readOnly: boolean;
}

/** A disk whose every act is over before anything else happens, so that a seed repeats; at each of them the till may die. */
export function steadyDisk({ act }: Pick<Street, "act">, mood: DiskMood): Disk {
  const assertWritable = () => {
    if (mood.readOnly) throw diskError("EROFS");
    if (mood.full) throw diskError("ENOSPC");
  };
  return {
    list: (folder) =>
      act(() =>
        readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() })),
      ),
    facts(path) {
      return act(() => {
        const { size, mtimeMs } = statSync(path);
        return { size, modifiedMs: mtimeMs };
      });
    },
    read(path, most) {
      return act(() => {
        if (statSync(path).size > most) throw diskError("EFBIG");
        return readFileSync(path);
      });
    },
    write(path, text, modifiedMs) {
      return act(() => {
        assertWritable();
        writeFileSync(path, text);
        utimesSync(path, modifiedMs / 1000, modifiedMs / 1000);
      });
    },
    rename(from, to) {
      return act(() => {
        if (mood.readOnly) throw diskError("EROFS");
        renameSync(from, to);
      });
    },
    remove: (path) => act(() => rmSync(path, { force: true })),
    makeFolder(path) {
      return act(() => {
        assertWritable();
        try {
          mkdirSync(path);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        }
      });
    },
    settle: () => act(() => {}),
  };
}

function diskError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
