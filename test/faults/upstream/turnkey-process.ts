import { PretendTurnkey } from "../../../src/rehearsal/turnkey/pretend-turnkey.ts";
import { WoundClock } from "../../wound-clock.ts";
import { chanceOf } from "../rig/chance.ts";
import { rough } from "./rough.ts";

/** A pretend Turnkey in a process of its own, which takes a step whenever it is told what time it is. */
const clock = new WoundClock();
const turnkey = new PretendTurnkey({ folder: process.argv[2]!, clock, chance: chanceOf(7), moods: rough });
process.send!("ready");

process.on("message", async (nowMs: number) => {
  clock.wallMs = nowMs;
  process.send!(await turnkey.step());
});
