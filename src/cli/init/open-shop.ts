import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockHome } from "../../../db/till/file/lock.ts";
import { Problem } from "../../base/problem.ts";
import { pathsOf } from "../../daemon/home/home.ts";
import { writeSecret } from "../../daemon/home/secret.ts";
import { untilPaper } from "../../daemon/http/routes/paper/until-paper.ts";
import { importRanges } from "../../daemon/operations/numbers/import-ranges.ts";
import { fingerprintOf } from "../../daemon/operations/opening/import-key.ts";
import { markRoad } from "../../daemon/operations/opening/mark-road.ts";
import { addToken } from "../../daemon/operations/opening/tokens.ts";
import { testPrinter } from "../../daemon/operations/paper/test-printer.ts";
import { type Shop, secondsNow } from "../../daemon/shop.ts";
import { refuse } from "../../invoice/problems.ts";
import type { Region } from "../../regions/region.ts";
import { makerFor, upstreams } from "../../sync/upstreams.ts";
import { openLog } from "../real-world.ts";
import { type RunningTill, startTill } from "../running-till.ts";
import { complain } from "../terminal.ts";
import { configText } from "./config-text.ts";
import type { OpeningPlan } from "./plan.ts";

/** What came of opening a shop. */
export interface OpenedShop {
  readonly home: string;
  readonly environment: string;
  /** Its name and its secret, shown this once. */
  readonly token: { readonly name: string; readonly secret: string };
  readonly numbers: number;
  readonly testPage: { readonly state: string; readonly reason: string | null } | null;
  readonly warnings: readonly string[];
}

const by = "tillseal init";
const paperMs = 8_000;

/** Throws `home-there` where a till, or a part of one, is in the folder. Asked before the first question, and again at the end. */
export function assertNoTill(folder: string): void {
  if (!existsSync(folder) || !readdirSync(folder).some((name) => made.includes(name))) return;
  if (existsSync(pathsOf(folder).unfinished)) {
    assertNobodyAtIt(folder);
    return;
  }
  throw refuse("home-there", `There is a till in ${folder} already; a home never changes what it is.`, {
    hint: `Start it with \`tillseal start --home ${folder}\`, or open the new shop in a folder of its own with --home.`,
  });
}

/** What an opening left that was cut off may be cleared away; one that is still going on may not. Throws `home-busy`. */
function assertNobodyAtIt(folder: string): void {
  lockHome(pathsOf(folder).lock, process.pid)[Symbol.dispose]();
}

/** Makes a home of a plan: all of it, or nothing. A printer or upstream that is away is a warning. Throws `home-there`. */
export async function openShop(folder: string, plan: OpeningPlan, region: Region): Promise<OpenedShop> {
  assertNoTill(folder);
  const wasThere = existsSync(folder);
  // Half a home would be refused ever after, so Ctrl-C waits for the seconds it takes to make a whole one.
  const wait = () => complain("A moment: the home is being made.");
  process.on("SIGINT", wait).on("SIGTERM", wait);
  try {
    if (existsSync(pathsOf(folder).unfinished)) clear(folder);
    return await make(folder, plan, region);
  } catch (error) {
    clear(folder);
    if (!wasThere) rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    process.off("SIGINT", wait).off("SIGTERM", wait);
  }
}

function clear(folder: string): void {
  for (const name of made) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Everything that opening makes, the sign that it is unfinished last; what else lies in the folder is somebody else's. */
const made = [
  "tillseal.yaml",
  "till.db",
  "till.db-wal",
  "till.db-shm",
  "lock.db",
  "lock.db-journal",
  "keys",
  "running.json",
  "init.unfinished",
];

async function make(folder: string, plan: OpeningPlan, region: Region): Promise<OpenedShop> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const paths = pathsOf(folder);
  writeFileSync(paths.unfinished, "");
  writeSecret(paths.config, configText(plan, region.id));
  const { environment, seller, qrKey } = plan;
  const birth = { environment, seller, qrKey };
  const running = await startTill({ folder, demo: false, errand: "paper", port: 0, birth, log: openLog(null, "error") });
  try {
    const opened = await furnish(running, folder, plan);
    rmSync(paths.unfinished);
    return opened;
  } finally {
    await running.stop();
  }
}

async function furnish({ till }: RunningTill, folder: string, plan: OpeningPlan): Promise<OpenedShop> {
  const { shop } = till;
  await noteKey(shop, plan);
  await markRoad(shop, { step: "clock", state: "done", evidence: plan.clockEvidence, by, key: undefined });
  const secret = randomBytes(32).toString("base64url");
  await addToken(shop, { name: plan.token, scope: "sell", secret, by, key: undefined });
  const numbers = plan.range ? await importNumbers(shop, plan.range) : 0;
  const testPage = await printTestPage(shop, plan);
  return {
    home: folder,
    environment: plan.environment,
    token: { name: plan.token, secret },
    numbers,
    testPage,
    warnings: warningsOf(plan, testPage),
  };
}

function noteKey(shop: Shop, { qrKey, keyChecked }: OpeningPlan): Promise<void> {
  return shop.ledger.write(() => {
    const doc = { fingerprint: fingerprintOf(qrKey), checked: keyChecked, by };
    shop.ledger.journal.append({ kind: "key-import", doc, at: secondsNow(shop) }, shop.key);
  });
}

async function importNumbers(shop: Shop, range: NonNullable<OpeningPlan["range"]>): Promise<number> {
  const { record } = await importRanges(shop, { ...range, by, key: undefined });
  return record.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** What is known of the page after some seconds; a printer that is away keeps it waiting until it is back. */
async function printTestPage(shop: Shop, { config }: OpeningPlan): Promise<OpenedShop["testPage"]> {
  const [printer] = config.printers;
  if (!printer) return null;
  const { id } = await testPrinter(shop, { printer: printer.name, model: printer.model, by, key: undefined });
  await untilPaper(shop, [shop.ledger.slips.find(id)!], paperMs);
  const { state, reason } = shop.ledger.slips.find(id)!;
  return { state, reason };
}

function warningsOf(
  { keyChecked, config, range, environment, clockWarning }: OpeningPlan,
  page: OpenedShop["testPage"],
): string[] {
  const { upstream } = config;
  const warnings = [
    clockWarning,
    !keyChecked && "The QR key was not checked against a known cipher yet: `tillseal key import … --check NUMBER+RANDOM=CIPHER`.",
    !range && "There are no numbers yet: start the till, then `tillseal ranges import FILE`.",
    range?.forLater && "All numbers are for the next period: until it begins the till has none. Import this period's file too.",
    !page && "No printer is set: slips wait. Name one under `printers` in tillseal.yaml.",
    page && pageWarnings[page.state],
    upstream === undefined && environment === "live" && "No upstream is set: documents are held, and their deadline runs.",
    upstream !== undefined && upstreamWarning(new URL(upstream)),
  ];
  return warnings.filter((warning) => typeof warning === "string");
}

/** What is said of a test page that is in any other state than `printed` or `sent`. */
const pageWarnings: Readonly<Record<string, string>> = {
  waiting: "The printer is away or not ready: the test page waits, and comes out at the next start once the printer is well.",
  sending: "The printer had not answered when the till stopped: look whether the test page came out.",
  failed: "The printer refused the test page. See to it, then print another: POST /v1/printers/front/test.",
  uncertain: "Whether the test page came out only a look at the printer tells.",
};

/** Nothing is sent yet: whether there is such a way, and, where it begins with a folder of this machine, whether that is there. */
function upstreamWarning(address: URL): string | null {
  try {
    makerFor(upstreams, address);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `Upstream: ${error.message} The till does not start with it; take \`upstream\` out of tillseal.yaml until it can.`;
  }
  if (address.protocol !== "turnkey:")
    return "Upstream: the hub must know this till: `tillseal upstream enrol CODE` with a code from head office.";
  const folder = decodeURIComponent(address.pathname);
  if (address.host !== "" || existsSync(folder)) return null;
  return `Upstream: there is no folder ${folder} on this machine yet. Documents wait until there is.`;
}
