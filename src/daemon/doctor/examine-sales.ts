import { createPublicKey } from "node:crypto";
import { signHash, verifyHash } from "../../invoice/seal/seal.ts";
import { unusedNumbers } from "../operations/numbers/unused-numbers.ts";
import { clockOutlook } from "../outlook/clock-outlook.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { type TillStatus, tillStatus } from "../till-status.ts";
import { type Examine, type Finding, green, ofLamp, orRed, red, yellow } from "./finding.ts";
import type { Patient } from "./patient.ts";

/** The same lamps the status shows: the running till's own, or worked out on its books where none runs. */
export function lampsOf({ running, shop }: Patient): TillStatus["lamps"] {
  return running?.lamps ?? tillStatus(shop, []).lamps;
}

/** The key records are sealed with, tried; and the region's own. */
export const examineKeys: Examine = (patient) => {
  const { shop, publicKeys, surroundings } = patient;
  const keyFault = surroundings.keyFault;
  return [
    ofLamp(lampsOf(patient).seal, "Put the till's seal key back into keys/ and start the till again."),
    ...orRed(() => sealFindings(shop, publicKeys), "Put the right key files back into keys/ from a backup."),
    keyFault === null
      ? green(`The key behind the codes is well-formed (${surroundings.qrKey.length} hexadecimal digits).`)
      : red(
          `The key behind the codes cannot be used: ${keyFault}.`,
          "Put keys/qr.key right: the key the authority knows, in hexadecimal.",
        ),
  ];
};

function sealFindings({ key, world }: Shop, publicKeys: Patient["publicKeys"]): readonly Finding[] {
  if (!key) return [];
  if (!publicKeys.has(key.kid))
    return [
      red(
        `The public half of key ${key.kid} is missing from keys/.`,
        "Put it back: without it nobody can verify what it sealed.",
      ),
    ];
  const probe = world.randomBytes(32);
  return verifyHash(probe, signHash(probe, key), createPublicKey(key.privateKey))
    ? [green(`A seal was made with key ${key.kid} and verified.`)]
    : [red(`Key ${key.kid} does not verify what it seals.`, "Put the right key files back into keys/ from a backup.")];
}

/** Whether the next sale would believe the clock. */
export const examineClock: Examine = (patient) => {
  const { shop, surroundings } = patient;
  const { believed, says, hint } = clockOutlook(shop);
  const now = shop.law.localTime(secondsNow(shop));
  return [
    believed ? green(says) : red(says, hint ?? "Set the clock right."),
    green(`It is ${now}: invoices are dated so whatever the machine's own zone is (${surroundings.timeZone}).`),
    surroundings.synchronised === true
      ? green("The system says that a time server keeps its clock.")
      : yellow(
          "The system does not say that a time server keeps its clock.",
          "Switch network time on, or compare the clock by hand each morning.",
        ),
  ];
};

/** How long before a period ends the next one's numbers should be there. */
const aheadSeconds = 10 * 86_400;

/** What is left, what waits for the next period, and what past ones still owe the authority. */
export const examineNumbers: Examine = (patient) => {
  const { shop } = patient;
  return [
    ofLamp(lampsOf(patient).numbers, "Import numbers: `tillseal ranges import FILE`."),
    nextPeriod(shop),
    ...unusedReports(shop),
  ];
};

function nextPeriod({ ledger, law, region, environment, ...shop }: Shop): Finding {
  const now = secondsNow(shop);
  const endsAt = region.numbers.periodEndsAt(law.period(now));
  const period = law.period(endsAt);
  const waiting = ledger.ranges.list().filter((range) => range.period === period);
  const numbers = waiting.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (numbers > 0) return green(`${numbers} numbers wait for period ${period}, which begins at ${law.localTime(endsAt)}.`);
  const seen = `No number is here yet for period ${period}, which begins at ${law.localTime(endsAt)}.`;
  return environment === "demo" || endsAt - now > aheadSeconds
    ? green(seen)
    : yellow(seen, "Download and import them before that.");
}

/** Numbers of periods that are over, and by when they are due. */
function unusedReports(shop: Shop): Finding[] {
  const { ledger, law, region, environment } = shop;
  const now = secondsNow(shop);
  const past = ledger.ranges.list().filter(({ period, state }) => period < law.period(now) && state !== "reported");
  return [...new Set(past.map(({ period }) => period))].flatMap((period) =>
    orRed(() => {
      const numbers = unusedNumbers(shop, period)
        .reports.flatMap(({ items }) => items)
        .reduce((sum, { first, last }) => sum + last - first + 1, 0);
      if (numbers === 0 || environment === "demo") return [];
      const due = region.numbers.unusedDeadline(period);
      const seen = `${numbers} numbers of period ${period} were never issued; their report is due by ${law.localTime(due)}.`;
      const todo = `Report them: \`tillseal ranges unused ${period}\` lists them.`;
      return [now > due ? red(seen, todo) : yellow(seen, todo)];
    }, "Look at the ranges of that period: `tillseal ranges list`."),
  );
}

/** Doubtful paper, room on the disk, and what waits to go up. */
export const examineSlips: Examine = (patient) => [ofLamp(lampsOf(patient).slips, "Look at the paper, then settle each slip.")];

export const examineDisk: Examine = (patient) => [ofLamp(lampsOf(patient).disk, "Free some space on the home's disk.")];

/** Whether this till could be rebuilt tomorrow, and what a rebuilt one still has to find out. */
export const examineCopies: Examine = (patient) => [
  ofLamp(
    lampsOf(patient).backup,
    "Make one now: `tillseal backup FILE`; let the till do it by itself: `backup` in tillseal.yaml; look at the disk it goes to.",
  ),
  ofLamp(lampsOf(patient).unaccounted, "See what the platform holds of them, then POST /v1/ranges/unaccounted/settle."),
];

export const examineUpload: Examine = async (patient) => [
  ...(await examineWay(patient)),
  ofLamp(lampsOf(patient).upload, "Set an upstream, so that documents arrive before their deadline."),
];

/** Whether documents could go up at this moment. Nothing is sent. */
async function examineWay({ shop }: Patient): Promise<readonly Finding[]> {
  const { upstream: address, world, seller, environment } = shop;
  if (address === null)
    return [
      green(
        environment === "demo"
          ? "A demo brings its own pretend Turnkey when it runs."
          : "No upstream is set: documents are held.",
      ),
    ];
  const troubles = await world.upstreamOf(address, takesNothing).look?.(seller.businessId, new AbortController().signal);
  if (troubles === undefined) return [green(`Documents go to ${address.href}.`)];
  if (troubles.length === 0) return [green(`Documents go to ${address.href}, which takes them.`)];
  return troubles.map((trouble) => red(trouble, "Documents wait until that is mended, and their deadline does not."));
}

const takesNothing = { ranges: async () => {}, awards: async () => {} };
