import type { IssuedNumber, IssuedSearch } from "../upstream.ts";
import type { Disk } from "./disk/disk.ts";
import { type DatedFile, dayBefore, filesSince } from "./disk/files-by-day.ts";
import { handoverOf } from "./file-name.ts";
import type { Folders } from "./folders.ts";

const issue = "F0401";

/** Numbers in doubt that one of Turnkey's folders holds an issue of: the lost till handed it over. Rejects when they cannot be read. */
export async function findIssued(disk: Disk, folders: Folders, search: IssuedSearch): Promise<readonly IssuedNumber[]> {
  const { source, taken } = folders.tray(issue);
  const waiting = (await disk.list(source)).filter(({ isFolder }) => !isFolder).map(({ name }) => ({ name, path: source }));
  const files = [...waiting, ...(await filesSince(disk, taken, dayBefore(search.since)))];
  const found = new Map(files.flatMap((file) => sought(file, search)).map((number) => [number.track + number.serial, number]));
  return [...found.values()].sort((one, other) => one.serial - other.serial);
}

function sought({ name }: DatedFile, { seller, spans }: IssuedSearch): IssuedNumber[] {
  const handover = handoverOf(name);
  if (!handover || handover.seller !== seller) return [];
  const track = handover.reference.slice(0, 2);
  const serial = Number(handover.reference.slice(2));
  const span = spans.find((one) => one.track === track && one.first <= serial && serial <= one.last);
  return span ? [{ period: span.period, track, serial, evidence: `Turnkey's folders hold ${name}` }] : [];
}
