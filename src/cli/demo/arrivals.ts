import { join } from "node:path";
import { readArrivals } from "../../rehearsal/turnkey/memory.ts";
import { pretendFolder } from "../../rehearsal/turnkey/pretend-folder.ts";

/** How often the pretend platform stored the invoice of each number, counted on its side. */
export function arrivalsOf(folder: string, numbers: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map(numbers.map((number) => [number, 0]));
  for (const { message, reference } of readArrivals(join(folder, pretendFolder))) {
    const before = times.get(reference);
    if (message === "F0401" && before !== undefined) times.set(reference, before + 1);
  }
  return times;
}
