import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { problemsOf } from "../../base/problem.ts";
import { upstreamProblems } from "../upstream-problems.ts";
import type { Disk } from "./disk/disk.ts";

const refuse = problemsOf(upstreamProblems);

/** Where one message's files go and what became of them (spec/taiwan.md 7.1). */
export interface Tray {
  readonly source: string;
  readonly taken: string;
  readonly refused: string;
}

/** Turnkey's folders of one seller. */
export interface Folders {
  readonly root: string;
  /** Files are written here, then renamed into a tray: on the same volume, and out of Turnkey's sight. */
  readonly drafts: string;
  /** Where its Unpack task puts what comes back. */
  readonly results: string;
  tray(message: string): Tray;
}

/** What a `turnkey:///path?results=/other/path` says. Throws `upstream-address`. */
export function placesOf(address: URL): { readonly root: string; readonly results: string | null } {
  try {
    const root = fileURLToPath(`file://${address.host}${address.pathname}`);
    return { root, results: address.searchParams.get("results") };
  } catch (error) {
    throw refuse("upstream-address", `${address.href} names no folder.`, {
      hint: "Use turnkey:///path/to/its/work/folder, with ?results=/path where its Unpack task writes elsewhere.",
      cause: error,
    });
  }
}

/** Finds each seller's folders: `<path>/<seller>` where there is one, else `<path>` itself. */
export class FolderPlan {
  readonly #disk: Disk;
  readonly #places: ReturnType<typeof placesOf>;
  readonly #own = new Set<string>();

  constructor(address: URL, disk: Disk) {
    this.#disk = disk;
    this.#places = placesOf(address);
  }

  /** Every results folder there is: the shared one, and those of sellers with folders of their own. */
  async results(): Promise<readonly string[]> {
    const { root, results } = this.#places;
    if (results !== null) return [results];
    const sellers = (await this.#disk.list(root)).filter(({ name, isFolder }) => isFolder && /^\d{8}$/.test(name));
    return [root, ...sellers.map(({ name }) => join(root, name))].map((place) => join(place, "Unpack"));
  }

  /** A folder of the seller's own that was seen once is not given up when its share is away. */
  async of(seller: string): Promise<Folders> {
    const { root, results } = this.#places;
    if (!this.#own.has(seller)) {
      const entries = await this.#disk.list(root);
      if (entries.some(({ name, isFolder }) => isFolder && name === seller)) this.#own.add(seller);
    }
    const place = this.#own.has(seller) ? join(root, seller) : root;
    return foldersIn(place, results ?? join(place, "Unpack"));
  }
}

export function foldersIn(root: string, results: string): Folders {
  return {
    root,
    drafts: join(root, "Tillseal"),
    results,
    tray(message) {
      const tray = join(root, "UpCast", message.startsWith("E04") ? "B2PMESSAGE" : "B2SSTORAGE", message);
      return { source: join(tray, "SRC"), taken: join(tray, "BAK"), refused: join(tray, "ERR") };
    },
  };
}
