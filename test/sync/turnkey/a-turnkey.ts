import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Log, silentLog } from "../../../src/base/log.ts";
import type { Moods } from "../../../src/rehearsal/turnkey/moods.ts";
import type { Grant } from "../../../src/rehearsal/turnkey/platform.ts";
import { PretendTurnkey } from "../../../src/rehearsal/turnkey/pretend-turnkey.ts";
import type { Downloads } from "../../../src/sync/downloads.ts";
import type { Disk } from "../../../src/sync/turnkey/disk/disk.ts";
import { nodeDisk } from "../../../src/sync/turnkey/disk/node-disk.ts";
import { turnkey } from "../../../src/sync/turnkey/turnkey.ts";
import type { Parcel, Upstream } from "../../../src/sync/upstream.ts";
import { chanceOf } from "../../faults/rig/chance.ts";
import { WoundClock } from "../../wound-clock.ts";

export interface TurnkeySettings {
  readonly moods?: Partial<Moods>;
  readonly grants?: readonly Grant[];
  readonly clock?: WoundClock;
  readonly disk?: Partial<Disk>;
  readonly downloads?: Partial<Downloads>;
  readonly log?: Log;
}

/** Turnkey's folders in a place of their own, the pretend one behind them, and our way to them. */
export interface TurnkeyBench extends Disposable {
  readonly folder: string;
  readonly clock: WoundClock;
  readonly upstream: Upstream;
  readonly pretend: PretendTurnkey;
  readonly log: Log;
  /** Stops both and starts them again on the same folders, as after a power cut. */
  restart(): { readonly upstream: Upstream; readonly pretend: PretendTurnkey };
  /** Who takes what comes down from now on. */
  handDown(to: Downloads): void;
  /** Lets the pretend one take and answer, and time pass. */
  settle(): Promise<void>;
  /** The share is gone, and there again. */
  cut(): void;
  mend(): void;
  tray(message: string, place: "SRC" | "BAK" | "ERR"): string;
  /** Another program's file, as Turnkey holds it after taking it. */
  plant(parcel: Parcel): void;
}

export function aTurnkey(settings: TurnkeySettings = {}): TurnkeyBench {
  const { clock = new WoundClock(), log = silentLog, grants } = settings;
  const place = mkdtempSync(join(tmpdir(), "tillseal-turnkey-"));
  const folder = join(place, "turnkey");
  const chance = chanceOf(7);
  const disk = { ...nodeDisk, ...settings.disk };
  let receiver: Downloads = { ranges: async () => {}, awards: async () => {}, ...settings.downloads };
  const downloads: Downloads = {
    ranges: (bytes, name) => receiver.ranges(bytes, name),
    awards: (awards, name) => receiver.awards(awards, name),
  };
  const pretendThere = (moods?: Partial<Moods>) =>
    new PretendTurnkey({ folder, clock, chance, ...(moods && { moods }), ...(grants && { grants }) });
  const upstreamThere = () => turnkey(new URL(`turnkey://${folder}`), { clock, log, disk, downloads });
  let [pretend, upstream] = [pretendThere(settings.moods), upstreamThere()];
  const tray = (message: string, end: string) =>
    join(folder, "UpCast", message.startsWith("E04") ? "B2PMESSAGE" : "B2SSTORAGE", message, end);
  return {
    folder,
    clock,
    log,
    tray,
    get upstream() {
      return upstream;
    },
    get pretend() {
      return pretend;
    },
    restart() {
      [pretend, upstream] = [pretendThere(pretend.moods), upstreamThere()];
      return { pretend, upstream };
    },
    handDown(to) {
      receiver = to;
    },
    async settle() {
      for (let step = 0; step < 4; step++) {
        await pretend.step();
        await clock.wind(30_000);
      }
    },
    cut: () => renameSync(folder, `${folder}-away`),
    mend: () => renameSync(`${folder}-away`, folder),
    plant({ id, message, seller, xml }) {
      const hour = join(tray(message, "BAK"), "20261122", "14");
      mkdirSync(hour, { recursive: true });
      const number = /<InvoiceNumber>(\w+)</.exec(xml())![1];
      writeFileSync(join(hour, `${seller}_${message}_v41_${number}_${id}.xml`), xml());
    },
    [Symbol.dispose]: () => rmSync(place, { recursive: true, force: true }),
  };
}
