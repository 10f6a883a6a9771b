import type { Fault } from "../../../../base/problem.ts";
import { localTime } from "../../calendar.ts";

/** A till may run a little ahead of the clock it is asked by; beyond this a document is from the future. */
const aheadSeconds = 60;

/** `20260105` of a record's local time. */
export function dateOf(local: string): string {
  return local.slice(0, 10).replaceAll("-", "");
}

/** `14:05:22` of a record's local time. */
export function timeOf(local: string): string {
  return local.slice(11, 19);
}

/** A document must not be dated ahead. A late one is still sent: whether it comes too late is the platform's to say. */
export function futureFaults(local: string, atSeconds: number, path: string): Fault[] {
  // Every local time has the same form and offset, so their order is that of their letters.
  if (local <= localTime(atSeconds + aheadSeconds)) return [];
  return [{ path, code: "E1004", message: `${local} has not come yet.` }];
}

/** What is undone must have been there before. */
export function orderFaults(original: string, act: string, path: string): Fault[] {
  if (act >= original) return [];
  return [{ path, code: "date-order", message: `${act} is before the original of ${original}.` }];
}
