import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import type { Disk, Entry } from "./disk.ts";

/** A till sells while a folder of fifty thousand files is read: so many are taken in at a time, and others have their turn between. */
const atATime = 1_000;

/** The real disk. */
export const nodeDisk: Disk = {
  async list(folder) {
    const entries: Entry[] = [];
    for await (const entry of await opendir(folder, { bufferSize: atATime }))
      entries.push({ name: entry.name, isFolder: entry.isDirectory() });
    return entries;
  },
  async facts(path) {
    const { size, mtimeMs } = await stat(path);
    return { size, modifiedMs: mtimeMs };
  },
  async read(path, most) {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > most) throw Object.assign(new Error(`${path} is longer than ${most} bytes`), { code: "EFBIG" });
      return await file.readFile();
    } finally {
      await file.close();
    }
  },
  async write(path, text, modifiedMs) {
    const file = await open(path, "w", 0o660);
    try {
      await file.writeFile(text, "utf8");
      await file.utimes(modifiedMs / 1000, modifiedMs / 1000);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  async makeFolder(path) {
    await mkdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  },
  async settle(folder) {
    // Windows and some shares cannot open a folder; there the system decides when its entries are written.
    const opened = await open(folder, "r").catch(() => null);
    await opened?.sync().catch(() => {});
    await opened?.close();
  },
};
