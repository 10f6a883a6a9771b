import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { SlipAnswer } from "../../src/daemon/http/schema/answer.ts";
import type { SlipDocument } from "../../src/invoice/paper/slip.ts";
import type { InvoiceRecord } from "../../src/invoice/record.ts";
import type { Bitmap } from "../../src/receipt/bitmap.ts";
import { tw } from "../../src/regions/tw/tw.ts";
import { aTill, type InvoiceOrRefusal, type TestTill } from "../till/a-till.ts";
import { readPng } from "./golden-file.ts";
import { aListeningPrinter, type ListeningPrinter, nextTurn } from "./listening-printer.ts";

export const folder = fileURLToPath(new URL("sales/", import.meta.url));
/** Every case is a folder. */
export const names = readdirSync(folder).sort();

/** The published pair of 種子密碼 24634102 (spec/taiwan.md 6.3), so that everybody can check the ciphers. */
export const qrKey = "FE05F029154F6AA67A78B338ED2F6601";

/** A random code is made of two bytes. Whatever else a till asks chance for must not change it. */
const codeBytes = 2;

/** What is posted to the invoice after its sale, with the minutes that pass before. */
interface LaterAct {
  readonly path: string;
  readonly afterMinutes?: number;
  readonly body?: object;
}

/** A paper that came out, with the sealed record it shows and the invoice it belongs to. */
export interface GoldenPaper {
  readonly file: string;
  readonly document: SlipDocument;
  readonly copy: number;
  readonly piece: Bitmap;
  readonly record: unknown;
  readonly invoice: InvoiceRecord;
}

/** All that became of one sale. Files are named as they lie in its folder. */
export interface Played {
  readonly answer: InvoiceOrRefusal;
  /** Every record sealed for it, by file. */
  readonly records: ReadonlyMap<string, unknown>;
  readonly messages: ReadonlyMap<string, string>;
  readonly papers: readonly GoldenPaper[];
}

export const pathOf = (name: string, file: string) => `${folder}${name}/${file}`;
export const readSale = (name: string) => JSON.parse(readFileSync(pathOf(name, "sale.json"), "utf8"));

/** Sells a case, or another sale in its place, at a till of its own, by the door every POS uses, and plays what comes after. */
export async function play(name: string, sale?: object): Promise<Played> {
  using printer = aListeningPrinter();
  await using till = await aGoldenTill(name, printer);
  till.till.start();
  const stage = { till, printer, messages: new Map<string, string>(), papers: [] as GoldenPaper[], seen: new Set<string>() };
  const answered = await till.post("/v1/sales", sale ?? readFileSync(pathOf(name, "sale.json"), "utf8"));
  const answer = await answered.json();
  expect(answered.status, JSON.stringify(answer)).toBe(201);
  await look(stage, answer);
  for (const { path, afterMinutes = 0, body = {} } of laterActs(name)) {
    await till.clock.wind(afterMinutes * 60_000);
    const done = await till.post(`${answer.links.self}/${path}`, body);
    expect(done.ok, JSON.stringify(await done.json())).toBe(true);
    await look(stage, answer);
  }
  return { answer, records: recordsIn(till), messages: stage.messages, papers: stage.papers };
}

/** A till on a fixed day, with a key, a number and a random code that are always the same for this case. */
export async function aGoldenTill(name: string, printer: ListeningPrinter): Promise<TestTill> {
  const chance = createHash("sha512").update(name).digest();
  let used = 4; // the first four are for the number
  const randomBytes = (count: number) => {
    if (count === tw.keyBytes) return Buffer.from(qrKey, "hex");
    if (count !== codeBytes) return Buffer.alloc(count, chance);
    used += count;
    return chance.subarray(used - count, used);
  };
  const till = await aTill({
    world: { randomBytes },
    driver: printer.driver,
    config: { printers: [{ name: "front", url: "tcp://printer.test:9100", model: "one-way-58" }] },
  });
  const { ledger } = till.home;
  const first = chance.readUInt32BE(0) % 90_000_000;
  await ledger.write(() => {
    for (const { track, invoiceType, last } of tw.demo.ranges)
      ledger.ranges.add({ seller: tw.demo.seller.businessId, period: "11512", invoiceType, track, first, last, source: "demo" });
  });
  return till;
}

function laterActs(name: string): LaterAct[] {
  const path = pathOf(name, "acts.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
}

interface Stage {
  readonly till: TestTill;
  readonly printer: ListeningPrinter;
  readonly messages: Map<string, string>;
  readonly papers: GoldenPaper[];
  readonly seen: Set<string>;
}

/** Takes up the newest message and every paper that has come out since. */
async function look(stage: Stage, answer: InvoiceOrRefusal): Promise<void> {
  const { till, messages } = stage;
  const xml = await (await till.till.app.request(`http://till.test${answer.links.self}/message.xml`, { headers })).text();
  const kind = /eInvoiceMessage:(\w+):/.exec(xml)![1]!;
  if (![...messages.values()].includes(xml)) messages.set(unused(`${kind}.xml`, [...messages.keys()]), xml);
  const slips = await slipsAtRest(till);
  const fresh = slips.filter(({ id, state }) => state === "sent" && !stage.seen.has(id));
  for (const slip of fresh) await takePaper(stage, slip, answer);
}

const headers = { host: "till.test", authorization: "Bearer secret-of-test" };

async function takePaper({ till, printer, papers, seen }: Stage, slip: SlipAnswer, answer: InvoiceOrRefusal): Promise<void> {
  seen.add(slip.id);
  const byCaller = slip.printer === "caller";
  if (byCaller && slip.document !== "proof") return;
  if (byCaller) await printer.print(Buffer.from(answer.paper!.escpos, "base64"));
  const piece = (await printer.pieces(papers.length + 1))[papers.length]!;
  if (byCaller) expect(readPng(Buffer.from(answer.paper!.png, "base64"))).toEqual(piece);
  const file = unused(
    `${slip.document}.png`,
    papers.map((paper) => paper.file),
  );
  const { ledger } = till.home;
  const { journalSeq, invoiceId } = ledger.slips.find(Number(slip.id))!;
  const record: unknown = JSON.parse(ledger.journal.find(journalSeq)!.doc);
  papers.push({
    file,
    document: slip.document,
    copy: slip.copy,
    piece,
    record,
    invoice: ledger.invoices.find(invoiceId!).record,
  });
}

/** Every slip, oldest first, once none of them is on its way. */
async function slipsAtRest(till: TestTill): Promise<readonly SlipAnswer[]> {
  for (let turn = 0; turn < 1000; turn++) {
    const { slips } = await (await till.get<{ slips: SlipAnswer[] }>("/v1/slips")).json();
    if (!slips.some(({ state }) => state === "waiting" || state === "sending")) return slips.toReversed();
    for (let rest = 0; rest < 20; rest++) await nextTurn();
  }
  throw new Error("a slip never came out");
}

/** Everything in the journal behind the till's own set-up. */
function recordsIn({ home: { ledger } }: TestTill): Map<string, unknown> {
  const records = new Map<string, unknown>();
  for (let seq = 1; seq <= ledger.journal.head().seq; seq++) {
    const { kind, doc } = ledger.journal.find(seq)!;
    if (kind === "home" || kind === "key" || kind === "range") continue;
    records.set(unused(kind === "invoice" ? "record.json" : `${kind}.json`, [...records.keys()]), JSON.parse(doc));
  }
  return records;
}

/** `proof.png`, and `proof-2.png` for the second of its name. */
function unused(file: string, taken: readonly string[]): string {
  const [stem, ending] = file.split(".");
  const numbered = (count: number): string => (count === 1 ? file : `${stem}-${count}.${ending}`);
  let count = 1;
  while (taken.includes(numbered(count))) count++;
  return numbered(count);
}
