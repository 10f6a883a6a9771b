import { pathsOf } from "../daemon/home/home.ts";
import { findLocalTill, type LocalTill } from "./local-till.ts";
import { openLog } from "./real-world.ts";
import { type Errand, startTill } from "./running-till.ts";

/** Does something through the running till; without one, by holding the home for the moment it takes. */
export async function onTill<T>(folder: string, act: (till: LocalTill) => Promise<T>, errand: Errand = "books"): Promise<T> {
  const path = pathsOf(folder).running;
  const local = findLocalTill(path);
  if (local) return act(local);
  const held = await startTill({ folder, demo: false, errand, port: 0, log: openLog(null, "warn", 2) });
  try {
    return await act(findLocalTill(path)!);
  } finally {
    await held.stop();
  }
}
