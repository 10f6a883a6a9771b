import type { Disk } from "../../../src/sync/turnkey/disk/disk.ts";
import { nodeDisk } from "../../../src/sync/turnkey/disk/node-disk.ts";

/** A disk at which the process dies: before or after one of its acts, chosen by chance. */
export interface DeadlyDisk {
  readonly disk: Partial<Disk>;
  arm(): void;
  disarm(): void;
  isDeath(error: unknown): boolean;
}

class Death extends Error {}

export function deadlyDisk(chance: () => number): DeadlyDisk {
  let left = Number.POSITIVE_INFINITY;
  /** Once dead, nothing more happens: what runs side by side dies with it. */
  const mortal =
    <A extends unknown[], R>(act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      left -= 1;
      if (left < 0) throw new Death("killed");
      const done = await act(...args);
      if (left === 0 && chance() < 0.5) throw new Death("killed");
      return done;
    };
  return {
    disk: {
      list: mortal(nodeDisk.list),
      write: mortal(nodeDisk.write),
      rename: mortal(nodeDisk.rename),
      read: mortal(nodeDisk.read),
    },
    arm: () => {
      left = 1 + Math.floor(chance() * 60);
    },
    disarm: () => {
      left = Number.POSITIVE_INFINITY;
    },
    isDeath: (error) => error instanceof Death,
  };
}
