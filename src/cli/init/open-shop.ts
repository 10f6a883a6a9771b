import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
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
import { openLog } from "../real-world.ts";
import { type RunningTill, startTill } from "../running-till.ts";
import { configText } from "./config-text.ts";
import { type OpeningPlan, timeOf } from "./plan.ts";

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

/** Makes a home of a plan: all of it, or nothing. A printer or upstream that is away is a warning. Throws `home-there`. */
export async function openShop(folder: string, plan: OpeningPlan, region: Region): Promise<OpenedShop> {
  const before = existsSync(folder) ? readdirSync(folder) : null;
  if (before?.some((name) => made.includes(name)))
    throw refuse("home-there", `There is a till in ${folder} already; a home never changes what it is.`, {
      hint: "Start it with `tillseal start`, or name a folder of its own with --home.",
    });
  try {
    return await make(folder, plan, region);
  } catch (error) {
    for (const name of made) rmSync(join(folder, name), { recursive: true, force: true });
    if (before === null) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Everything that opening makes; what else lies in the folder is somebody else's. */
const made = ["tillseal.yaml", "till.db", "till.db-wal", "till.db-shm", "lock.db", "keys", "running.json"];

async function make(folder: string, plan: OpeningPlan, region: Region): Promise<OpenedShop> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeSecret(pathsOf(folder).config, configText(plan, region.id));
  const { environment, seller, qrKey } = plan;
  const birth = { environment, seller, qrKey };
  const running = await startTill({ folder, demo: false, port: 0, birth, log: openLog(null, "error") });
  try {
    return await furnish(running, folder, plan);
  } finally {
    await running.stop();
  }
}

async function furnish({ till }: RunningTill, folder: string, plan: OpeningPlan): Promise<OpenedShop> {
  const { shop } = till;
  await noteKey(shop, plan);
  const now = timeOf(secondsNow(shop));
  await markRoad(shop, { step: "clock", state: "done", evidence: `confirmed when it showed ${now}`, by, key: undefined });
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

function warningsOf({ keyChecked, config, range, environment }: OpeningPlan, testPage: OpenedShop["testPage"]): string[] {
  const warnings = [];
  if (!keyChecked)
    warnings.push("The QR key was not checked against a known cipher yet: `tillseal key import … --check NUMBER+RANDOM=CIPHER`.");
  if (!range) warnings.push("There are no numbers yet: `tillseal ranges import FILE`.");
  if (!testPage) warnings.push("No printer is set: slips wait. Name one under `printers` in tillseal.yaml.");
  else if (testPage.state !== "printed" && testPage.state !== "sent")
    warnings.push(
      `The test page did not come out yet (${testPage.state}): see to the printer; it comes out as soon as it is well.`,
    );
  if (!config.upstream && environment === "live")
    warnings.push("No upstream is set: documents are held, and their deadline runs. Set `upstream` in tillseal.yaml.");
  return warnings;
}
