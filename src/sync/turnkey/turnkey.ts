import type { Step } from "../../base/loop.ts";
import type { Answer, Fate, IssuedNumber, IssuedSearch, Parcel, Unreachable, Upstream } from "../upstream.ts";
import { type Census, type Holding, type Sought, seek, takeCensus } from "./census.ts";
import { Collector } from "./collect.ts";
import { diskCode, inWords, unreadable } from "./disk/disk.ts";
import { dayBefore } from "./disk/files-by-day.ts";
import { findIssued } from "./find-issued.ts";
import { FolderPlan, placesOf } from "./folders.ts";
import { type Dispatch, dispatchAll } from "./hand-over.ts";
import { lookAtFolders, troubleWith } from "./look.ts";
import { codeBeside, sameAsHeld } from "./verdict/compare.ts";
import { channelTrouble, type Evidence, fateFrom, verdictsFor } from "./verdict/judge.ts";
import { Results, successCode } from "./verdict/results.ts";
import type { TurnkeyWorld } from "./world.ts";

const batchSize = 500;
/** More files than this in a tray, and nobody seems to be taking them. */
const mostWaiting = 2_000;
/** A file that Turnkey holds in its hands is in no folder; only one missing for so long counts as lost. */
const lostAfterMs = 60_000;

/** The ministry's Turnkey, by the folders it watches: `turnkey:///path`. */
export function turnkey(address: URL, world: TurnkeyWorld): Upstream {
  return new Turnkey(address, world);
}

class Turnkey implements Upstream {
  readonly batchSize = batchSize;
  readonly address: URL;
  readonly #world: TurnkeyWorld;
  readonly #plan: FolderPlan;
  readonly #results: Results;
  readonly #collector: Collector;
  /** Since when a file was nowhere to be found, by parcel, in milliseconds of uptime. */
  readonly #missing = new Map<number, number>();
  #lastModifiedMs = 0;

  constructor(address: URL, world: TurnkeyWorld) {
    this.address = address;
    this.#world = world;
    this.#plan = new FolderPlan(address, world.disk);
    this.#results = new Results(world.disk, world.log);
    this.#collector = new Collector(this.#plan, world);
  }

  async deliver(parcels: readonly Parcel[], signal: AbortSignal): Promise<Answer> {
    const looked = await this.#look(parcels.toSorted((one, other) => one.id - other.id));
    if (!("sought" in looked)) return { ...looked, nothingArrived: true };
    const { sought, census } = looked;
    if (census.waiting >= mostWaiting) return this.#unreachable(notTaking(census.waiting), true);
    const fates = new Map<number, Fate>();
    const dispatches: Dispatch[] = [];
    for (const one of sought) {
      const fate = census.closed.has(one.parcel.id)
        ? closedTray(one, census.closed.get(one.parcel.id))
        : await this.#fateBefore(one, census.holdings.get(one.parcel.id)!).catch(unreadFile);
      if ("result" in fate) fates.set(one.parcel.id, fate);
      else dispatches.push({ sought: one, ...fate, modifiedMs: this.#nextModifiedMs() });
    }
    const { arrived, left, trouble } = await dispatchAll(this.#world.disk, dispatches, signal);
    for (const id of arrived) fates.set(id, { result: "pending" });
    if (fates.size === 0 && trouble !== null) return this.#unreachable(trouble, left.length === parcels.length);
    if (trouble !== null) this.#world.log.warn("turnkey-trouble", { reason: trouble, left: left.length });
    for (const id of left) fates.set(id, { result: "absent" });
    return { result: "answered", fates };
  }

  async inquire(parcels: readonly Parcel[], signal: AbortSignal): Promise<Answer> {
    const looked = await this.#look(parcels);
    if (!("sought" in looked)) return looked;
    const fates = new Map<number, Fate>();
    for (const one of looked.sought) {
      if (signal.aborted) break;
      if (looked.census.closed.has(one.parcel.id)) continue; // nothing is known of it
      const holding = looked.census.holdings.get(one.parcel.id)!;
      const fate = await fateFrom(this.#evidence(one, holding)).catch((error: unknown) => {
        this.#world.log.warn("turnkey-trouble", { reason: whyUnread(error) });
      });
      if (fate === undefined) continue; // nothing is known of it yet
      if (fate) this.#missing.delete(one.parcel.id);
      fates.set(one.parcel.id, fate ?? this.#nowhere(one.parcel));
    }
    return { result: "answered", fates };
  }

  async findIssued(search: IssuedSearch): Promise<readonly IssuedNumber[] | null> {
    try {
      return await findIssued(this.#world.disk, await this.#plan.of(search.seller), search);
    } catch (error) {
      if (diskCode(error) === "") throw error;
      return null;
    }
  }

  async look(seller: string): Promise<readonly string[]> {
    const { disk } = this.#world;
    const root = await troubleWith(disk, placesOf(this.address).root);
    return root === null ? lookAtFolders(disk, await this.#plan.of(seller)) : [root];
  }

  /** Takes in what came down of itself. */
  collect(): Promise<Step> {
    return this.#collector.step();
  }

  /** The batch, its files and all results of its days; or why the folders cannot be reached. */
  async #look(parcels: readonly Parcel[]): Promise<{ sought: readonly Sought[]; census: Census } | Unreachable> {
    try {
      const sought = await seek(parcels, this.#plan);
      // Results first: an answer that comes in while the folders are read is found the next time.
      const since = dayBefore(Math.min(...parcels.map(({ createdAt }) => createdAt)));
      for (const folder of new Set(sought.map(({ folders }) => folders.results))) await this.#results.refresh(folder, since);
      return { sought, census: await takeCensus(this.#world.disk, sought) };
    } catch (error) {
      if (diskCode(error) === "") throw error;
      return this.#unreachable(inWords(error, placesOf(this.address).root), false);
    }
  }

  /** What is known before anything is written: nothing is ever written twice, or over something else. */
  async #fateBefore(sought: Sought, holding: Holding): Promise<Fate | Pick<Dispatch, "nth" | "after">> {
    const evidence = this.#evidence(sought, holding);
    const { newest, own, strangers } = holding;
    const said = verdictsFor(evidence);
    if (said.some(({ code }) => code === successCode)) {
      // Without a file of this parcel's, the answer is to an earlier revision of the number.
      if (newest !== null) return { result: "accepted" };
    }
    const trouble = channelTrouble(evidence);
    const after = said.at(-1)?.stamp ?? trouble?.stamp ?? newest?.handover.after ?? "";
    const again = { nth: (newest?.handover.nth ?? 0) + 1, after };
    const standing = own.length > 0 || strangers.length > 0 ? await sameAsHeld(this.#world.disk, holding, sought.xml) : true;
    if (standing === false) return otherContent(sought);
    if (newest === null || newest.place === "refused") return again;
    if (newest.place === "source") return { result: "pending" };
    if (said.length > 0 || trouble) return again;
    return { result: "pending" };
  }

  #evidence(sought: Sought, holding: Holding): Evidence {
    const { disk, clock } = this.#world;
    return {
      sought,
      holding,
      results: this.#results,
      nowMs: clock.now().getTime(),
      same: () => sameAsHeld(disk, holding, sought.xml),
      codeOfRefusal: (path) => codeBeside(disk, path),
    };
  }

  #nowhere({ id }: Parcel): Fate {
    const now = this.#world.clock.uptimeMs();
    const since = this.#missing.get(id) ?? now;
    this.#missing.set(id, since);
    if (now - since < lostAfterMs) return { result: "pending" };
    this.#missing.delete(id);
    return { result: "absent" };
  }

  /** Turnkey takes files by their time, to the millisecond. */
  #nextModifiedMs(): number {
    this.#lastModifiedMs = Math.max(this.#world.clock.now().getTime(), this.#lastModifiedMs + 1);
    return this.#lastModifiedMs;
  }

  #unreachable(reason: string, nothingArrived: boolean): Unreachable {
    return { result: "unreachable", reason, nothingArrived };
  }
}

function notTaking(waiting: number): string {
  return `Turnkey is not taking files: ${waiting} wait in its folder. Is it running, and is its UpCast schedule on?`;
}

/** A message whose own folder is not set up waits by itself, and holds up no other. */
function closedTray({ folders, parcel }: Sought, error: unknown): Fate {
  return { result: "channel", code: diskCode(error), reason: inWords(error, folders.tray(parcel.message).source) };
}

/** Of such a document nothing is handed over: it waits. */
function unreadFile(error: unknown): Fate {
  return { result: "channel", code: "unread", reason: whyUnread(error) };
}

/** One file that cannot be read just now is about one document, and never the till's own mistake; anything else is. */
function whyUnread(error: unknown): string {
  if (diskCode(error) === "") throw error;
  return unreadable(error);
}

function otherContent({ document }: Sought): Fate {
  return {
    result: "conflict",
    reason: `Turnkey's folders hold another document under ${document.reference}. Nothing was overwritten: compare both and decide.`,
  };
}
