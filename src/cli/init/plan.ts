import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Config, configSchema } from "../../../config/schema.ts";
import { type Fault, Problem } from "../../base/problem.ts";
import { tokenName } from "../../daemon/http/schema/opening.ts";
import { provenKey, readKey } from "../../daemon/operations/opening/import-key.ts";
import type { Environment, Seller } from "../../invoice/record.ts";
import type { Share } from "../../regions/numbers.ts";
import type { Region } from "../../regions/region.ts";
import { agrees, type ClockComparison, comparisonInWords } from "../time-server.ts";

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

/** Where and when a shop is opened. */
export interface Opening {
  readonly region: Region;
  readonly nowSeconds: number;
  /** Null where no time server is named. */
  readonly clock: ClockComparison | null;
}

/** A shop that can be opened: everything was looked at, and nothing made yet. */
export interface OpeningPlan {
  readonly environment: Exclude<Environment, "demo">;
  readonly seller: Seller;
  readonly qrKey: string;
  /** Whether the key made a known cipher. */
  readonly keyChecked: boolean;
  readonly range: PlannedRange | null;
  readonly config: Pick<Config, "printers"> & { readonly logoLine?: string; readonly upstream?: string };
  readonly token: string;
  /** What shows that the clock is right. */
  readonly clockEvidence: string;
  readonly clockWarning: string | null;
}

export interface PlannedRange {
  readonly name: string;
  readonly content: Uint8Array;
  readonly share: Share;
  /** Whether none of its numbers can be issued before the next period begins. */
  readonly forLater: boolean;
}

const defaultToken = "pos";

/** Looks at every answer at once. Throws `misuse` naming all that is missing or wrong; nothing has been made. */
export function planOf(answers: Answers, opening: Opening): OpeningPlan {
  const { region, clock } = opening;
  const faults: Fault[] = [];
  const environment = environmentOf(answers, faults);
  const seller = sellerOf(answers, region, faults);
  const key = keyOf(answers, region, faults);
  const range = rangeOf(answers, { ...opening, businessId: seller.businessId }, faults);
  const config = configOf(answers, faults);
  const token = tokenOf(answers, faults);
  if (!answers.clockRight && !agrees(clock)) faults.push(unconfirmed(opening));
  if (faults.length > 0 || !environment || !key)
    throw new Problem("misuse", "The shop cannot be opened yet; nothing was made.", {
      faults,
      hint: "Mend what is named, or leave --yes out to be asked step by step.",
    });
  const clockWarning = agrees(clock) ? null : warningOf(clock);
  return { environment, seller, ...key, range, config, token, clockEvidence: evidenceOf(answers, opening), clockWarning };
}

/** The machine's time as people read it in the shop: `2026-11-22 14:03:05`. */
export function timeOf({ region, nowSeconds }: Pick<Opening, "region" | "nowSeconds">): string {
  return region.localTime(nowSeconds).slice(0, 19).replace("T", " ");
}

function environmentOf({ environment }: Answers, faults: Fault[]): OpeningPlan["environment"] | null {
  if (environment === "rehearsal" || environment === "live") return environment;
  faults.push({ path: "environment", code: "environment", message: "Say --environment rehearsal (the test area) or live." });
  return null;
}

const sellerFlags = { businessId: "seller-id", name: "seller-name", address: "seller-address" } as const;

function sellerOf({ sellerId = "", sellerName = "", sellerAddress = "" }: Answers, region: Region, faults: Fault[]): Seller {
  const seller = { businessId: sellerId.trim(), name: sellerName.trim(), address: sellerAddress.trim() };
  for (const fault of region.sellerFaults(seller)) {
    const part = fault.path.replace("seller.", "") as keyof Seller;
    const path = sellerFlags[part];
    faults.push(seller[part] === "" ? { path, code: "required", message: `Give it with --${path}.` } : { ...fault, path });
  }
  return seller;
}

function keyOf({ qrKey, passphrase, checkCipher }: Answers, region: Region, faults: Fault[]) {
  if (qrKey === undefined && passphrase === undefined) {
    faults.push({ path: "qr-key", code: "required", message: "Give it with --qr-key, or the 種子密碼 with --passphrase." });
    return null;
  }
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

interface Grantee extends Pick<Opening, "region" | "nowSeconds"> {
  readonly businessId: string;
}

/** Everything that forbids a share of a file of numbers to this shop today, said before anything is made. */
export function rangeOf({ range, noRange, share = "1/1" }: Answers, grantee: Grantee, faults: Fault[]): PlannedRange | null {
  const { region, nowSeconds, businessId } = grantee;
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
  const read = region.numbers.readRangeFile(content, { businessId, period, held: [] });
  if (read.result === "refused") {
    faults.push(...read.faults.map((fault) => ({ ...fault, path: `range ${fault.path}` })));
    return null;
  }
  const granted = region.numbers.shareOf(read.grants, part);
  if (granted.length === 0)
    faults.push({ path: "share", code: "share-empty", message: `Share ${share} holds no number: there are too few booklets.` });
  return { name: basename(range), content, share: part, forLater: granted.every((grant) => grant.period !== period) };
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

function tokenOf({ token = defaultToken }: Answers, faults: Fault[]): string {
  const read = tokenName.safeParse(token);
  if (!read.success) faults.push({ path: "token", code: "name", message: `"${token}": ${read.error.issues[0]?.message}.` });
  return token;
}

function unconfirmed(opening: Opening): Fault {
  const compared = comparisonInWords(opening.clock);
  const message = `Say --clock-is-right if it is ${timeOf(opening)} now${compared === null ? "" : ` (${compared})`}.`;
  return { path: "clock", code: "unconfirmed", message };
}

function evidenceOf({ clockRight }: Answers, opening: Opening): string {
  const compared = comparisonInWords(opening.clock);
  const told = clockRight ? `a person confirmed ${timeOf(opening)}` : `it showed ${timeOf(opening)}`;
  return compared === null ? told : `${told}; ${compared}`;
}

function warningOf(clock: ClockComparison | null): string | null {
  const compared = comparisonInWords(clock);
  return compared === null ? null : `Clock: ${compared}. Let the machine keep its time by NTP.`;
}
