import { existsSync } from "node:fs";
import type { AdoptionRecord } from "../../../db/till/books/safekeeping.ts";
import { lockHome } from "../../../db/till/file/lock.ts";
import { type Ledger, openLedger, readLedger } from "../../../db/till/ledger.ts";
import { refuse as refuseHome } from "../../invoice/problems.ts";
import type { Environment } from "../../invoice/record.ts";
import { walkJournal } from "../outlook/walk-journal.ts";
import { refuse } from "../safekeeping/problems.ts";
import type { World } from "../world.ts";
import { pathsOf } from "./home.ts";
import { findSealKey, publicKeys } from "./keys.ts";
import { bindingOf } from "./machine.ts";
import { bearWitness, missingHere, type Seen, type Witness } from "./witness.ts";

/** What a person has to look at before a home is taken over. */
export interface AdoptionOutlook {
  readonly environment: Environment;
  readonly head: AdoptionRecord["head"];
  /** Seconds since 1970. */
  readonly headAt: number;
  readonly lastNumber: string | null;
  readonly lastIssuedAt: string | null;
  /** Numbers that could still be issued. */
  readonly left: AdoptionRecord["unaccounted"];
}

export interface Adopting {
  readonly folder: string;
  readonly pid: number;
  readonly reason: AdoptionRecord["reason"];
  /** The head a person has looked at and found to be the newest there ever was. Wanted where the home moved. */
  readonly confirmed: number | null;
}

export interface Adopted extends AdoptionRecord {
  /** Slips that waited, and may be on paper already. */
  readonly doubtfulSlips: number;
  /** Documents that waited to be sent, and may have arrived already: they are asked about first. */
  readonly doubtfulParcels: number;
}

/** Looks at a home without changing it. Throws `home-missing`, and `adopt-refused` where it is at home already and as it was left. */
export function adoptionOutlook(folder: string, witness: Witness): AdoptionOutlook {
  const { database } = pathsOf(folder);
  if (!existsSync(database))
    throw refuseHome("home-missing", `There is no till in ${folder}.`, { hint: "Name it with --home DIR." });
  using ledger = readLedger(database);
  const home = ledger.home.find();
  const { environment, binding } = home!;
  if (binding === bindingOf(database) && !missingHere({ ledger, environment }, witness)) throw atHome(folder);
  return outlookOf(ledger, environment);
}

/**
 * Says that this machine and file are the home's own from now on, and what happened. `moved`: nothing was sold elsewhere since, so it goes
 * on where it stopped. `restored`: something may have been, so its ranges are closed and their numbers unaccounted, and what waited for
 * paper is doubtful. Journalled. Throws `home-busy` while a till runs on it.
 */
export async function adoptHome(
  { folder, pid, reason, confirmed }: Adopting,
  world: Pick<World, "clock" | "defer" | "die" | "witness">,
): Promise<Adopted> {
  const paths = pathsOf(folder);
  const { environment } = adoptionOutlook(folder, world.witness);
  using _lock = lockHome(paths.lock, pid);
  using ledger = openLedger(paths.database, { defer: world.defer, onBroken: world.die });
  assertWhole(ledger, paths.keys);
  const outlook = outlookOf(ledger, environment);
  const missing = missingHere({ ledger, environment }, world.witness);
  if (reason === "moved" && missing) throw older(missing);
  if (reason === "moved" && confirmed !== outlook.head.seq) throw unconfirmed(outlook);
  const { head, lastNumber } = outlook;
  const record: AdoptionRecord = { reason, head, lastNumber, unaccounted: reason === "restored" ? outlook.left : [] };
  const at = Math.floor(world.clock.now().getTime() / 1000);
  const adopted = await ledger.write(() => {
    const binding = bindingOf(paths.database);
    const { seq: journalSeq } = ledger.journal.append(
      { kind: "adopt", doc: { ...record, binding }, at },
      findSealKey(paths.keys),
    );
    ledger.home.bind(binding);
    if (reason === "moved") return { ...record, doubtfulSlips: 0, doubtfulParcels: 0 };
    for (const { id, next, last } of ledger.ranges.closeAll())
      if (next <= last) ledger.unaccounted.add({ rangeId: id, first: next, last, journalSeq });
    return { ...record, doubtfulSlips: ledger.slips.doubtAll(at), doubtfulParcels: ledger.parcels.doubtAll(at) };
  });
  bearWitness({ ledger, environment }, world.witness);
  return adopted;
}

function outlookOf(ledger: Pick<Ledger, "journal" | "invoices" | "ranges">, environment: Environment): AdoptionOutlook {
  const { seq, hash } = ledger.journal.head();
  const [newest] = ledger.invoices.search({}, 1);
  return {
    environment,
    head: { seq, hash: Buffer.from(hash).toString("hex") },
    headAt: ledger.journal.newestAt() ?? 0,
    lastNumber: newest?.record.number ?? null,
    lastIssuedAt: newest?.record.issuedAt ?? null,
    left: ledger.ranges
      .list()
      .filter(({ state, next, last }) => (state === "open" || state === "standby") && next <= last)
      .map(({ period, track, next, last }) => ({ period, track, first: next, last })),
  };
}

function assertWhole({ journal }: Pick<Ledger, "journal">, keys: string): void {
  const { broken } = walkJournal(journal, publicKeys(keys));
  if (broken)
    throw refuseHome("journal-damaged", `${broken.explanation} Such a home is not adopted.`, {
      hint: "Run `tillseal verify` to see the damage, then restore another copy.",
    });
}

function unconfirmed({ head, lastNumber, lastIssuedAt }: AdoptionOutlook) {
  const last = lastNumber === null ? "nothing was sold yet" : `the last number is ${lastNumber} of ${lastIssuedAt}`;
  return refuse(
    "adopt-unconfirmed",
    `The newest entry here is ${head.seq}; ${last}. Nobody confirmed that nothing was sold after it.`,
    {
      hint: `If that is the last thing this till ever did anywhere, repeat with --confirm ${head.seq}. If anything may have been sold after it, it is --reason restored.`,
    },
  );
}

function older({ seq }: Seen) {
  return refuse(
    "adopt-refused",
    `This machine has seen entry ${seq} of this till, which is not here: something was issued after it.`,
    {
      hint: "Bring back the newest files, or use --reason restored.",
    },
  );
}

function atHome(folder: string) {
  return refuse("adopt-refused", `The home in ${folder} is where it belongs; there is nothing to adopt.`, {
    hint: "Start it with `tillseal start`.",
  });
}
