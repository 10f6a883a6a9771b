import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Sqlite3 from "better-sqlite3";
import { printerModels } from "../../../config/printers.ts";
import { Database } from "../../../db/till/file/sqlite.ts";
import { loadFaces } from "../../../src/cli/installation.ts";
import { openForLooking } from "../../../src/cli/open-for-looking.ts";
import { runSelfCheck, type SelfCheckReport } from "../../../src/daemon/self-check/run-self-check.ts";
import type { World } from "../../../src/daemon/world.ts";
import type { Region } from "../../../src/regions/region.ts";
import type { CheckedItem } from "../../../src/regions/self-check.ts";
import { aSale, aTill } from "../../till/a-till.ts";
import type { WoundClock } from "../../wound-clock.ts";

const faces = loadFaces();

/** The platform's file for the test shop: a hundred numbers of November and December. */
export const csv = [
  "營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號",
  "12345675,7,一般稅額計算,115/11 ~ 115/12,KD,12345600,12345699",
  "",
].join("\r\n");

/** A stopped till's home: half of a file of a hundred numbers was imported, and two sales made of it. */
export interface CheckedHome extends Disposable {
  readonly folder: string;
  readonly clock: WoundClock;
  readonly world: World;
}

export async function aCheckedHome(): Promise<CheckedHome> {
  const folder = mkdtempSync(join(tmpdir(), "tillseal-check-"));
  const till = await aTill({ folder });
  const { world } = till.till.shop;
  await till.till.app.request("http://till.test/v1/ranges/import?share=1/2&name=invnoapply.csv", {
    method: "POST",
    headers: { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "text/csv" },
    body: csv,
  });
  for (let sale = 0; sale < 2; sale++) await till.post("/v1/sales", aSale());
  await till[Symbol.asyncDispose]();
  return { folder, clock: till.clock, world, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** What is wrong with the till that is checked. */
export interface Planted {
  /** Changes to its database, the guards of the table they touch first taken away. */
  readonly sql?: string;
  /** Changes to its other files. */
  readonly files?: (folder: string) => void;
  readonly region?: (real: Region) => Region;
  readonly world?: Partial<World>;
  readonly model?: keyof typeof printerModels;
}

const guards = ["range_file_keeps", "range_moves_on", "range_apart", "invoice_keeps", "invoice_stays", "journal_keeps"];

/** A copy of a home with something wrong in it. */
export function spoiltCopy({ folder }: CheckedHome, { sql, files }: Planted): string {
  const copy = mkdtempSync(join(tmpdir(), "tillseal-spoilt-"));
  cpSync(folder, copy, { recursive: true });
  if (sql !== undefined) {
    using sqlite = opened(join(copy, "till.db"));
    sqlite.database.pragma("foreign_keys = OFF");
    const rules = sqlite.database.prepare("SELECT sql FROM sqlite_master WHERE name = ?").pluck();
    const kept = guards.map((guard) => rules.get(guard) as string);
    for (const guard of guards) sqlite.database.exec(`DROP TRIGGER ${guard}`);
    sqlite.database.exec(sql);
    for (const rule of kept) sqlite.database.exec(rule);
  }
  files?.(copy);
  return copy;
}

/** Runs the self-check on a home, or on a spoilt copy of it. */
export async function check(home: CheckedHome, planted: Planted = {}): Promise<SelfCheckReport> {
  const copy = spoiltCopy(home, planted);
  try {
    using patient = await openForLooking(copy, { ...home.world, ...planted.world });
    const region = planted.region?.(patient.shop.region) ?? patient.shop.region;
    const law = patient.surroundings.keyFault === null ? region.law(patient.surroundings.qrKey) : patient.shop.law;
    const bench = {
      shop: { ...patient.shop, region, law },
      faces,
      printer: "front",
      paper: printerModels[planted.model ?? "generic-58"].paper,
    };
    return await runSelfCheck(bench, { ...patient.surroundings, synchronised: true });
  } finally {
    rmSync(copy, { recursive: true });
  }
}

export function itemOf({ items }: SelfCheckReport, item: string): CheckedItem {
  return items.find((one) => one.item === item)!;
}

/** Every item that failed. */
export function failedIn({ items }: SelfCheckReport): string[] {
  return items.filter(({ mark }) => mark === "failed").map(({ item }) => item);
}

/** The region's secret of a home. */
export function qrKeyOf({ folder }: CheckedHome): string {
  return readFileSync(join(folder, "keys", "qr.key"), "latin1").trim();
}

function opened(path: string): Disposable & { readonly database: Sqlite3.Database } {
  const database = new Database(path);
  return { database, [Symbol.dispose]: () => database.close() };
}
