import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Config, configSchema } from "../../../config/schema.ts";
import { type Fault, Problem } from "../../base/problem.ts";
import { provenKey, readKey } from "../../daemon/operations/opening/import-key.ts";
import type { Environment, Seller } from "../../invoice/record.ts";
import type { Share } from "../../regions/numbers.ts";
import type { Region } from "../../regions/region.ts";

/** What was answered or given as flags, as text. */
export interface Answers {
  readonly environment?: string;
  readonly sellerId?: string;
  readonly sellerName?: string;
  readonly sellerAddress?: string;
  readonly logoLine?: string;
  readonly qrKey?: string;
  readonly passphrase?: string;
  readonly checkCipher?: string;
  readonly range?: string;
  readonly noRange?: boolean;
  readonly share?: string;
  readonly printer?: string;
  readonly printerModel?: string;
  readonly upstream?: string;
  readonly token?: string;
  readonly clockRight?: boolean;
}

/** A shop that can be opened: everything was looked at, and nothing made yet. */
export interface OpeningPlan {
  readonly environment: Exclude<Environment, "demo">;
  readonly seller: Seller;
  readonly qrKey: string;
  /** Whether the key made a known cipher. */
  readonly keyChecked: boolean;
  readonly range: { readonly name: string; readonly content: Uint8Array; readonly share: Share } | null;
  readonly config: Pick<Config, "printers"> & { readonly logoLine?: string; readonly upstream?: string };
  readonly token: string;
}

/** Looks at every answer at once. Throws `misuse` naming all that is missing or wrong; nothing has been made. */
export function planOf(answers: Answers, region: Region, nowSeconds: number): OpeningPlan {
  const faults: Fault[] = [];
  const environment = environmentOf(answers, faults);
  const seller = sellerOf(answers, region, faults);
  const key = keyOf(answers, region, faults);
  const range = rangeOf(answers, { region, seller, nowSeconds }, faults);
  const config = configOf(answers, faults);
  if (!answers.clockRight)
    faults.push({
      path: "clock",
      code: "unconfirmed",
      message: `Confirm that it is ${timeOf(nowSeconds)} now: --clock-is-right.`,
    });
  if (faults.length > 0 || !environment || !key)
    throw new Problem("misuse", "The shop cannot be opened yet; nothing was made.", {
      faults,
      hint: "Mend what is named, or leave --yes out to be asked step by step.",
    });
  return { environment, seller, ...key, range, config, token: answers.token ?? "pos" };
}

/** The machine's time as people read it in the shop. */
export function timeOf(nowSeconds: number): string {
  return new Date(nowSeconds * 1000).toLocaleString("sv-SE", { timeZone: "Asia/Taipei" });
}

function environmentOf({ environment }: Answers, faults: Fault[]): OpeningPlan["environment"] | null {
  if (environment === "rehearsal" || environment === "live") return environment;
  faults.push({ path: "environment", code: "environment", message: "Say --environment rehearsal (the test area) or live." });
  return null;
}

function sellerOf({ sellerId = "", sellerName = "", sellerAddress = "" }: Answers, region: Region, faults: Fault[]): Seller {
  const seller = { businessId: sellerId.trim(), name: sellerName.trim(), address: sellerAddress.trim() };
  faults.push(...region.sellerFaults(seller));
  return seller;
}

function keyOf({ qrKey, passphrase, checkCipher }: Answers, region: Region, faults: Fault[]) {
  try {
    const given = { ...(qrKey !== undefined && { hex: qrKey }), ...(passphrase !== undefined && { passphrase }) };
    const hex = readKey(region.secret, given);
    return { qrKey: hex, keyChecked: provenKey(region.secret, hex, checkCipher) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const hint = error.detail.hint === undefined ? "" : ` ${error.detail.hint}`;
    faults.push({ path: "qr-key", code: error.code, message: error.message + hint });
    return null;
  }
}

interface Grantee {
  readonly region: Region;
  readonly seller: Seller;
  readonly nowSeconds: number;
}

function rangeOf(
  { range, noRange, share = "1/1" }: Answers,
  { region, seller, nowSeconds }: Grantee,
  faults: Fault[],
): OpeningPlan["range"] {
  const part = region.numbers.shareFromText(share);
  if (!part) faults.push({ path: "share", code: "share", message: `"${share}" is no share; write 1/3 for the first of three.` });
  if (range === undefined) {
    if (!noRange)
      faults.push({ path: "range", code: "required", message: "Give the numbers' file with --range, or say --no-range." });
    return null;
  }
  const content = contentOf(range, faults);
  if (!content || !part) return null;
  const period = region.periodOf(nowSeconds);
  const read = region.numbers.readRangeFile(content, { businessId: seller.businessId, period, held: [] });
  if (read.result === "refused") faults.push(...read.faults.map((fault) => ({ ...fault, path: `range ${fault.path}` })));
  return { name: basename(range), content, share: part };
}

function contentOf(path: string, faults: Fault[]): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    faults.push({ path: "range", code: "unreadable", message: `The file ${path} cannot be read.` });
    return null;
  }
}

function configOf({ printer, printerModel, upstream, logoLine }: Answers, faults: Fault[]): OpeningPlan["config"] {
  const wanted = {
    ...(printer && { printers: [{ name: "front", url: printer, ...(printerModel && { model: printerModel }) }] }),
    ...(upstream && { upstream }),
    ...(logoLine && { logoLine }),
  };
  const read = configSchema.safeParse(wanted);
  if (!read.success) {
    for (const { path, message } of read.error.issues) faults.push({ path: path.join("."), code: "config", message });
    return { printers: [] };
  }
  const { printers } = read.data;
  return { printers, ...(logoLine && { logoLine }), ...(upstream && { upstream }) };
}
