import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "../../../src/base/clock.ts";
import { PretendTurnkey } from "../../../src/rehearsal/turnkey/pretend-turnkey.ts";
import { WoundClock } from "../../wound-clock.ts";
import { chanceOf } from "../rig/chance.ts";
import { hasty, rough } from "./rough.ts";

/** A pretend Turnkey in a process of its own: by its own clock, or taking a step whenever it is told what time it is. */
const [folder = "", how = "", seed = "7"] = process.argv.slice(2);
const clock = new WoundClock();
const isFree = how === "free";
const turnkey = new PretendTurnkey({
  folder,
  clock: isFree ? systemClock : clock,
  chance: chanceOf(Number(seed)),
  moods: isFree ? hasty : rough,
});
process.send!("ready");

process.on("message", async (nowMs: number) => {
  clock.wallMs = nowMs;
  process.send!(await turnkey.step());
});
while (isFree) {
  await turnkey.step();
  await pause(20);
}
