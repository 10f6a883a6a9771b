import { aFolder } from "../../../bench/rig/built-till.ts";
import { say } from "../../../src/cli/terminal.ts";
import { aWay } from "../../sync/turnkey/a-way.ts";
import { aSale } from "../../till/a-till.ts";
import { chanceOf } from "../rig/chance.ts";
import { deadlyDisk } from "./deadly-disk.ts";
import { rough } from "./rough.ts";
import { verdict } from "./verdict.ts";

/** Sells and drains while both sides die in the middle of an act at the disk, again and again. Returns what is broken. */
export async function drainDying(deaths: number, seed: number): Promise<string[]> {
  if (deaths === 0) return [];
  using home = aFolder();
  const chance = chanceOf(seed);
  const disk = deadlyDisk(chance);
  await using way = await aWay({ moods: { ...rough, packSize: 40 }, disk: disk.disk }, { folder: home.path });
  let died = 0;
  for (let death = 0; death < deaths; death++) {
    const sales = Math.floor(chance() * 20);
    await Promise.all(Array.from({ length: sales }, () => way.till.post("/v1/sales", aSale({ print: false }))));
    disk.arm();
    for (let turn = 0; turn < 3; turn++)
      try {
        await way.turn(chance() * 30_000);
      } catch (error) {
        if (!disk.isDeath(error)) throw error;
        died += 1;
        break;
      }
    disk.disarm();
    await way.restartTill();
  }
  const counts = await way.drain(500, 30_000);
  say(`${deaths} restarts of both sides at the disk, ${died} of them in the middle of a step: ${JSON.stringify(counts)}.`);
  return verdict(way.till, way.bench.pretend.platform.arrivals);
}
