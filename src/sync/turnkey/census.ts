import { join } from "node:path";
import type { Parcel } from "../upstream.ts";
import { type Disk, diskCode, type Entry } from "./disk/disk.ts";
import { type DatedFile, dayBefore, filesSince } from "./disk/files-by-day.ts";
import { type Document, documentOf } from "./document.ts";
import { type Handover, handoverOf, isBeside } from "./file-name.ts";
import type { FolderPlan, Folders } from "./folders.ts";

/** A parcel with what it is looked for by. */
export interface Sought {
  readonly parcel: Parcel;
  readonly xml: string;
  readonly document: Document;
  readonly folders: Folders;
}

/** A file of a parcel's, and how far it has come: still to be taken, taken, or refused. */
export interface HeldFile {
  readonly place: "source" | "taken" | "refused";
  readonly path: string;
  readonly handover: Handover;
}

/** Everything Turnkey's folders hold of one document. */
export interface Holding {
  /** The file of its last hand-over; null when none of its files is anywhere. */
  readonly newest: HeldFile | null;
  readonly own: readonly HeldFile[];
  /** Files about the same document that are no hand-over of this parcel or of an earlier revision. */
  readonly strangers: readonly string[];
}

export interface Census {
  readonly holdings: ReadonlyMap<number, Holding>;
  /** Parcels whose own tray cannot be read while others can, with the disk's error. */
  readonly closed: ReadonlyMap<number, unknown>;
  /** Files that Turnkey has not taken yet, in the trays that were looked at. */
  readonly waiting: number;
}

/** Prepares a batch: its texts, and each seller's folders. Rejects when the folders cannot be reached. */
export async function seek(parcels: readonly Parcel[], plan: FolderPlan): Promise<readonly Sought[]> {
  const sought: Sought[] = [];
  for (const parcel of parcels) {
    const xml = parcel.xml();
    sought.push({ parcel, xml, document: documentOf(parcel.message, xml), folders: await plan.of(parcel.seller) });
  }
  return sought;
}

/** Looks once through the folders that concern a batch, however many files lie there. Rejects when none of its trays can be read. */
export async function takeCensus(disk: Disk, sought: readonly Sought[]): Promise<Census> {
  const drafts = new Map(sought.map((one) => [one.parcel.id, new Draft(one)]));
  const byReference = groupedBy([...drafts.values()], ({ sought }) => keyOf(sought.parcel.message, sought.document.reference));
  const closed = new Map<number, unknown>();
  let waiting = 0;
  for (const { tray, message, since, group } of traysOf(sought)) {
    const sort = (files: readonly DatedFile[], place: HeldFile["place"]) => {
      for (const file of files) sortIn({ file, place, message, byReference });
    };
    // In the order in which a file moves, so that one on its way is seen at least once.
    const source = await filesIn(disk, tray.source).catch((error: unknown) => {
      if (diskCode(error) === "") throw error;
      for (const { parcel } of group) closed.set(parcel.id, error);
      return [];
    });
    waiting += source.length;
    sort(
      source.map(({ name }) => ({ name, path: join(tray.source, name) })),
      "source",
    );
    sort(await filesSince(disk, tray.taken, since), "taken");
    sort(await filesSince(disk, tray.refused, since), "refused");
  }
  if (closed.size === sought.length) throw [...closed.values()][0];
  return { closed, holdings: new Map([...drafts].map(([id, draft]) => [id, draft.holding])), waiting };
}

async function filesIn(disk: Disk, folder: string): Promise<readonly Entry[]> {
  return (await disk.list(folder)).filter(({ isFolder }) => !isFolder);
}

/** Files by message and number; a file is about a document when its name says so. */
function keyOf(message: string, reference: string): string {
  return `${message} ${reference}`;
}

interface Sorting {
  readonly file: DatedFile;
  readonly place: HeldFile["place"];
  readonly message: string;
  readonly byReference: ReadonlyMap<string, readonly Draft[]>;
}

function sortIn({ file, place, message, byReference }: Sorting): void {
  if (isBeside(file.name)) return;
  const handover = handoverOf(file.name);
  const reference = handover?.reference ?? /[A-Z]{2}\d{8,14}/.exec(file.name)?.[0];
  if (reference === undefined) return;
  for (const draft of byReference.get(keyOf(message, reference)) ?? []) draft.add({ path: file.path, place }, handover);
}

class Draft {
  readonly sought: Sought;
  readonly #own = new Map<number, HeldFile>();
  readonly #strangers: string[] = [];

  constructor(sought: Sought) {
    this.sought = sought;
  }

  add(file: Pick<HeldFile, "path" | "place">, handover: Handover | null): void {
    const { id, thread, seller, message } = this.sought.parcel;
    if (handover && (handover.seller !== seller || handover.message !== message)) return;
    if (handover?.id === id) this.#own.set(handover.nth, { ...file, handover });
    else if (handover === null || handover.id < thread || handover.id > id) this.#strangers.push(file.path);
  }

  get holding(): Holding {
    const own = [...this.#own.values()].sort((one, other) => other.handover.nth - one.handover.nth);
    return { newest: own[0] ?? null, own, strangers: this.#strangers };
  }
}

/** Each tray once, with the first day that matters to any of its parcels. */
function traysOf(sought: readonly Sought[]) {
  const groups = groupedBy(sought, ({ folders, parcel }) => folders.tray(parcel.message).source);
  return [...groups.values()].map((group) => {
    const [{ folders, parcel }] = group as [Sought, ...Sought[]];
    const since = dayBefore(Math.min(...group.map((one) => one.parcel.createdAt)));
    return { tray: folders.tray(parcel.message), message: parcel.message, since, group };
  });
}

export function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
