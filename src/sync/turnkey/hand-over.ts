import { join } from "node:path";
import type { Sought } from "./census.ts";
import { type Disk, diskCode, inWords } from "./disk/disk.ts";
import { fileNameOf, type Handover } from "./file-name.ts";

/** One file to be handed over. */
export interface Dispatch {
  readonly sought: Sought;
  readonly nth: number;
  readonly after: string;
  readonly modifiedMs: number;
}

/** How far a batch came. What is in neither list may or may not have arrived. */
export interface Dispatched {
  readonly arrived: readonly number[];
  /** Certainly not in Turnkey's folder. */
  readonly left: readonly number[];
  /** Why it stopped; null when all of it arrived. */
  readonly trouble: string | null;
}

/** Drafts are written side by side, since each waits for the platter; they are renamed one by one, in order. */
const atOnce = 16;

/** Writes each file whole beside Turnkey's trays, then renames it in. Stops at the first trouble. */
export async function dispatchAll(disk: Disk, all: readonly Dispatch[], signal: AbortSignal): Promise<Dispatched> {
  const arrived: number[] = [];
  const trays = new Set<string>();
  let doubtful = 0;
  let trouble: string | null = null;
  for (let start = 0; start < all.length && trouble === null && !signal.aborted; start += atOnce) {
    const some = all.slice(start, start + atOnce);
    trouble = await draftAll(disk, some);
    for (const dispatch of trouble === null ? some : []) {
      const outcome = await handIn(disk, dispatch);
      if (outcome.in) arrived.push(dispatch.sought.parcel.id);
      else {
        doubtful += outcome.doubtful ? 1 : 0;
        trouble = outcome.trouble;
        break;
      }
      trays.add(trayOf(dispatch));
    }
  }
  for (const tray of trays) await disk.settle(tray).catch(() => {});
  const left = all.slice(arrived.length + doubtful).map(({ sought }) => sought.parcel.id);
  return { arrived, left, trouble };
}

async function draftAll(disk: Disk, some: readonly Dispatch[]): Promise<string | null> {
  const written = await Promise.allSettled(
    some.map(async (dispatch) => {
      await disk.makeFolder(dispatch.sought.folders.drafts);
      await disk.write(draftOf(dispatch), dispatch.sought.xml, dispatch.modifiedMs);
    }),
  );
  const failed = written.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
  if (failed && diskCode(failed.reason) === "") throw failed.reason;
  return failed ? inWords(failed.reason, some[0]!.sought.folders.drafts) : null;
}

type HandedIn = { readonly in: true } | { readonly in: false; readonly doubtful: boolean; readonly trouble: string };

/** A rename that failed did not happen where the draft is still there to be seen. */
async function handIn(disk: Disk, dispatch: Dispatch): Promise<HandedIn> {
  const draft = draftOf(dispatch);
  try {
    await disk.rename(draft, join(trayOf(dispatch), nameOf(dispatch)));
    return { in: true };
  } catch (error) {
    if (diskCode(error) === "") throw error; // no word of the disk's: our own mistake
    const still = await disk.facts(draft).then(
      () => true,
      () => false,
    );
    return { in: false, doubtful: !still, trouble: inWords(error, trayOf(dispatch)) };
  }
}

function trayOf({ sought }: Dispatch): string {
  return sought.folders.tray(sought.parcel.message).source;
}

function draftOf(dispatch: Dispatch): string {
  return join(dispatch.sought.folders.drafts, nameOf(dispatch));
}

function nameOf({ sought, nth, after }: Dispatch): string {
  const { seller, message, id } = sought.parcel;
  const handover: Handover = { seller, message, reference: sought.document.reference, id, nth, after };
  return fileNameOf(handover);
}
