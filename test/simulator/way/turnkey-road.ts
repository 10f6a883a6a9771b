import { renameSync, rmSync } from "node:fs";
import { silentLog } from "../../../src/base/log.ts";
import { misbehaved, wellBehaved } from "../../../src/rehearsal/turnkey/moods.ts";
import { PretendTurnkey } from "../../../src/rehearsal/turnkey/pretend-turnkey.ts";
import { turnkey } from "../../../src/sync/turnkey/turnkey.ts";
import type { WoundClock } from "../../wound-clock.ts";
import type { Chance } from "../chance.ts";
import type { Arrival, Road } from "./road.ts";
import { steadyDisk } from "./steady-disk.ts";

/** Turnkey's folders on a share, with a Turnkey and a platform behind them. */
export function turnkeyRoad(folder: string, clock: WoundClock, chance: Chance): Road {
  const mood = { full: false, readOnly: false };
  const away = `${folder}-away`;
  let isAway = false;
  const begin = (moods = wellBehaved) => new PretendTurnkey({ folder, clock, chance: () => chance.real(), moods });
  let pretend = begin();
  const share = (there: boolean) => {
    if (isAway !== there) return;
    renameSync(...(there ? ([away, folder] as const) : ([folder, away] as const)));
    isAway = !there;
  };
  const address = `turnkey://${folder}`;
  const acts: Readonly<Record<string, () => void>> = {
    "the share vanishes": () => share(false),
    "the share is back": () => share(true),
    "its disk is full": () => Object.assign(mood, { full: true }),
    "its disk is read-only": () => Object.assign(mood, { readOnly: true }),
    "its disk is well": () => Object.assign(mood, { full: false, readOnly: false }),
    "Turnkey sleeps": () => Object.assign(pretend, { moods: { ...pretend.moods, asleep: true } }),
    "Turnkey wakes": () => Object.assign(pretend, { moods: { ...pretend.moods, asleep: false } }),
    "Turnkey is in another mood": () => Object.assign(pretend, { moods: someMood(chance) }),
    "Turnkey is killed and started": () => {
      if (!isAway) pretend = begin(pretend.moods);
    },
  };
  return {
    address,
    mayForget: false,
    open: (street) =>
      turnkey(new URL(address), {
        clock: street.clock,
        log: silentLog,
        disk: steadyDisk(street, mood),
        downloads: street.downloads,
      }),
    weather(dice) {
      const name = dice.pick(Object.keys(acts));
      acts[name]!();
      return name;
    },
    calm() {
      share(true);
      Object.assign(mood, { full: false, readOnly: false });
      pretend.moods = wellBehaved;
    },
    async turn() {
      await pretend.step();
    },
    arrivals: () =>
      pretend.platform.arrivals.map(
        ({ message, reference, digest, atMs }): Arrival => ({ message, reference, proof: digest, atMs }),
      ),
    close: () => {
      for (const place of [folder, away]) rmSync(place, { recursive: true, force: true });
    },
  };
}

function someMood(chance: Chance): PretendTurnkey["moods"] {
  return {
    ...misbehaved,
    slowMs: chance.pick([0, 3_000, 60_000, 900_000]),
    packSize: chance.between(1, 20),
    loses: chance.pick([0, 0.1]),
    doubles: chance.pick([0, 0.3]),
    refuses: chance.pick([0, 0, 0.05]),
    stumbles: chance.pick([0, 0.1]),
    litters: chance.pick([0, 0.5]),
    shape: chance.pick(["schema", "arriving"] as const),
    old: chance.happens(0.5),
    reorders: chance.happens(0.5),
  };
}
