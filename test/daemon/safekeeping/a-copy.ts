import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Adopted, adoptHome, adoptionOutlook } from "../../../src/daemon/home/adopt-home.ts";
import { restoreHome } from "../../../src/daemon/safekeeping/copies/restore-home.ts";
import type { TestTill } from "../../till/a-till.ts";
import { aSale, type InvoiceOrRefusal } from "../../till/a-till.ts";

export const passphrase = "correct horse battery staple";

/** A folder of its own, removed at the end. */
export function aFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "tillseal-copies-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Sells once; the number, or why there is none. */
export async function sell(till: TestTill): Promise<string> {
  const { number, code } = await (await till.post<InvoiceOrRefusal>("/v1/sales", aSale())).json();
  return number ?? code!;
}

export async function sellMany(till: TestTill, count: number): Promise<string[]> {
  const numbers: string[] = [];
  for (let sale = 0; sale < count; sale++) numbers.push(await sell(till));
  return numbers;
}

/** Makes a copy locked with the passphrase; throws where it was refused. */
export async function copyOf(till: TestTill, path: string): Promise<{ head: { seq: number }; file: string }> {
  const made = await till.post<{ head: { seq: number }; file: string }>("/v1/admin/backup", { path, passphrase });
  if (made.status !== 201) throw new Error(JSON.stringify(await made.json()));
  return made.json();
}

/** Restores a copy into a new folder and says what happened. */
export async function restored(
  file: string,
  folder: string,
  { world, reason = "restored" }: { readonly world: TestTill["till"]["shop"]["world"]; readonly reason?: "restored" | "moved" },
): Promise<Adopted> {
  await restoreHome({ file, folder, unlock: { passphrase } });
  const confirmed = reason === "moved" ? adoptionOutlook(folder, world.witness).head.seq : null;
  return adoptHome({ folder, pid: process.pid, reason, confirmed }, world);
}

/** Imports the platform's file with a hundred numbers from `first` on. */
export async function importNumbers(
  till: TestTill,
  { track, first = 0, afterRestore }: { readonly track: string; readonly first?: number; readonly afterRestore?: string },
): Promise<Response> {
  const text = [
    "營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號",
    `12345675,7,一般稅額計算,115/11 ~ 115/12,${track},${String(first).padStart(8, "0")},${String(first + 99).padStart(8, "0")}`,
    "",
  ].join("\r\n");
  const query = new URLSearchParams({ name: `${track}.csv`, ...(afterRestore !== undefined && { afterRestore }) });
  return till.till.app.request(`http://till.test/v1/ranges/import?${query}`, {
    method: "POST",
    headers: { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "text/csv" },
    body: text,
  });
}
