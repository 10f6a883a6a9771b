import { mkdirSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Bitmap } from "../receipt/bitmap.ts";
import { encodePng } from "../receipt/png.ts";
import type { Machine } from "./printer/machine.ts";

export interface PaperFolderOptions {
  readonly machine: Machine;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Puts every piece that falls from the printer into a folder, as a PNG named by time and number. Returns how to stop. */
export function fillPaperFolder({ machine, folder, clock, log }: PaperFolderOptions): () => Promise<void> {
  mkdirSync(folder, { recursive: true });
  let writing = Promise.resolve();
  const unwatch = machine.watch({
    onPiece(piece, number) {
      const path = join(folder, `${stamp(clock.now())}-${String(number).padStart(4, "0")}.png`);
      writing = writing
        .then(() => writeWhole(path, piece, machine.model.dotsPerMm))
        .catch((error: Error) => log.error("paper-not-kept", { path, reason: error.message }));
    },
  });
  return () => {
    unwatch();
    return writing;
  };
}

/** A reader never sees half a picture. */
async function writeWhole(path: string, piece: Bitmap, dotsPerMm: number): Promise<void> {
  const unfinished = `${path}.part`;
  await writeFile(unfinished, encodePng(piece, { dotsPerMm }));
  await rename(unfinished, path);
}

/** 20261122T054312Z: sorts by time and is a file name everywhere. */
function stamp(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, "");
}
