import { type Disk, diskCode, inWords } from "./disk/disk.ts";
import type { Folders } from "./folders.ts";

/** All that a till hands over (spec/taiwan.md 7.1). */
const messages = ["F0401", "F0501", "F0701", "G0401", "G0501", "E0402"];

/** What keeps Turnkey's folders from taking documents, in words; empty where nothing does. Changes nothing. */
export async function lookAtFolders(disk: Disk, folders: Folders): Promise<readonly string[]> {
  const places = [...messages.map((message) => folders.tray(message).source), folders.results];
  const found = await Promise.all(places.map((place) => troubleWith(disk, place)));
  return found.filter((trouble) => trouble !== null);
}

export async function troubleWith(disk: Disk, place: string): Promise<string | null> {
  try {
    await disk.list(place);
    return null;
  } catch (error) {
    if (diskCode(error) === "") throw error;
    return inWords(error, place);
  }
}
