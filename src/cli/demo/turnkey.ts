import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { refuse } from "../../../config/problems.ts";
import type { Config } from "../../../config/schema.ts";
import { systemClock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import { Loop } from "../../base/loop.ts";
import type { Environment } from "../../invoice/record.ts";

/** Long enough to be watched in the outbox before the answer is there. */
const demoSlowMs = 1_500;
const pace = { idleMs: 500, faultPauseMs: 1_000, longestPauseMs: 5_000 };

/** Where a demo's pretend Turnkey has its folders, and its address. */
export function demoTurnkeyOf(home: string): { readonly folder: string; readonly address: string } {
  const folder = join(home, "turnkey");
  return { folder, address: `turnkey://${pathToFileURL(folder).pathname}` };
}

/** Runs the pretend Turnkey beside a demo till. A till that is no demo never loads it. Returns how to stop it. */
export async function runPretendTurnkey(home: string, log: Log): Promise<() => Promise<void>> {
  const { PretendTurnkey } = await import("../../rehearsal/turnkey/pretend-turnkey.ts");
  const chance = () => randomBytes(4).readUInt32LE() / 2 ** 32;
  const { folder } = demoTurnkeyOf(home);
  const turnkey = new PretendTurnkey({ folder, clock: systemClock, chance, moods: { slowMs: demoSlowMs } });
  const loop = new Loop(() => turnkey.step(), systemClock, pace);
  loop.start();
  loop.stopped.catch((error: unknown) => log.error("pretend-turnkey", { error: String(error) }));
  return () => loop.stop().catch(() => {});
}

/**
 * A demo's documents go nowhere but to the pretend Turnkey of its own home, and nobody else's go there: what counts is never
 * mixed with what does not. Throws `config-invalid`.
 */
export function assertUpstreamFits({ upstream }: Pick<Config, "upstream">, environment: Environment, home: string): void {
  if (upstream === undefined) return;
  const demos = upstream === demoTurnkeyOf(home).address;
  if (environment === "demo" && !demos)
    throw refuse("config-invalid", `A demo's documents must not go to ${upstream}.`, {
      hint: "Leave `upstream` out of a demo's tillseal.yaml. A real shop begins with `tillseal init`.",
    });
  if (environment !== "demo" && isPretend(upstream))
    throw refuse("config-invalid", `${upstream} is a pretend Turnkey: nothing sent there reaches the ministry.`, {
      hint: "Name the real Turnkey's work folder in tillseal.yaml.",
    });
}

function isPretend(upstream: string): boolean {
  const { protocol, pathname } = new URL(upstream);
  if (protocol !== "turnkey:") return false;
  // The folder's name is `pretendFolder`; importing it would load the false world into every real till.
  return existsSync(join(fileURLToPath(`file://${pathname}`), "Pretend"));
}
