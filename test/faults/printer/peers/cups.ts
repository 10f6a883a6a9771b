import { execFile, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { aCups, noCups } from "../../../drivers/benches/cups.ts";
import type { Peer, PeerOutcome } from "./peer.ts";

export { stopCups } from "../../../drivers/benches/cups.ts";

/** Why no CUPS could be asked; nothing when one can. */
export const lacksCups = noCups ?? (spawnSync("which", ["lpadmin"]).status === 0 ? undefined : "lpadmin is absent");

type Said = Pick<PeerOutcome, "said" | "words">;

const run = promisify(execFile);
let count = 0;

/** A raw queue of a CUPS of our own with its usual settings: `lp`, then what `lpstat` says of the job. */
export const cupsQueue: Peer = {
  name: "CUPS raw queue",
  patienceMs: 12_000,
  async print({ bytes }, { url }) {
    const server = await aCups();
    const queue = `peer${++count}`;
    const file = join(tmpdir(), `tillseal-${process.pid}-${queue}.bin`);
    writeFileSync(file, bytes);
    server.addQueue(queue, Number(new URL(url).port));
    await run("lp", ["-d", queue, "-o", "raw", "--", file]);
    const isDone = async () => (await run("lpstat", ["-W", "completed", "-o", queue])).stdout.trim() !== "";
    const until = async (ms: number) => {
      for (const end = performance.now() + ms; performance.now() < end; await pause(250)) if (await isDone()) return true;
      return false;
    };
    const says = until(10_000).then(
      (done): Said => (done ? { said: "success", words: "completed" } : { said: "nothing", words: "still in the queue" }),
      (error: Error): Said => ({ said: "error", words: error.message }),
    );
    return {
      says,
      async end() {
        await until(5000);
        rmSync(file, { force: true });
        await run("cancel", ["-a", queue]).catch(() => {});
      },
    };
  },
};
