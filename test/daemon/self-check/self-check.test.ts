import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Database } from "../../../db/till/file/sqlite.ts";
import type { SelfCheckReport } from "../../../src/daemon/self-check/run-self-check.ts";
import type { Law } from "../../../src/invoice/law.ts";
import type { Codes } from "../../../src/invoice/record.ts";
import type { Region } from "../../../src/regions/region.ts";
import { tw } from "../../../src/regions/tw/tw.ts";
import { aCheckedHome, type CheckedHome, check, failedIn, itemOf, type Planted } from "./checked-home.ts";

let home: CheckedHome;
let healthy: SelfCheckReport;
beforeAll(async () => {
  home = await aCheckedHome();
  healthy = await check(home);
});
afterAll(() => home[Symbol.dispose]());

/** Each item of the list, what comes of it on a healthy till, and a value that must be among what was seen. */
const items = [
  ["1(1)", "passed", "invnoapply.csv (share 1/2)"],
  ["1(2)", "by-hand", "The E0501 was read"],
  ["1(3)", "passed", "1 ranges, each with its source"],
  ["2(1)", "passed", "The next number KD12345602 lies in KD12345600–12345649"],
  ["2(2)", "passed", "2026-12-31T23:59:59+08:00 is 11512; 2027-01-01T00:00:00+08:00 is 11602"],
  ["3(1)", "passed", "Seller 12345675"],
  ["3(2)", "passed", "Last issued: KD12345601 at 2026-11-22T14:03:05+08:00"],
  ["4(1)", "passed", "KD12345602: 10 characters"],
  ["4(2)", "passed", "KD12345600–12345649, 48 left"],
  ["5", "passed", "115年11-12月: year 115, odd month 11, even month 12"],
  ["6", "passed", "0 repeats within a thousand"],
  ["7(1)", "passed", "Taken: /ABC1234 /ABC+123 /.+-0ZZZ"],
  ["7(2)", "passed", "Taken: AB12345678901234"],
  ["8(1)", "passed", "KD12345602 (B2C): period 115年11-12月"],
  ["8(2)", "passed", "number KD-12345602"],
  ["8(3)", "passed", "random code"],
  ["8(4)", "passed", "seller 12345675"],
  ["8(5)", "passed", "(B2B): format 格式 25"],
  ["8(6)", "passed", "bar code 11512KD12345602"],
  ["8(7)", "passed", "total 000000af, buyer 04595257"],
  ["8(8)", "passed", "newest invoice KD12345601 made with this key ✓"],
  ["8(9)", "passed", "title 測試電子發票證明聯"],
  ["9(1)", "passed", "2 invoices, no number twice"],
  ["9(2)", "passed", "invnoapply.csv: 2 shares, 50 + 50 = 100 numbers, none shared"],
  ["9(3)", "passed", "A file of 04595257: refused"],
  ["9(4)", "passed", "journal_mode=wal, synchronous=FULL"],
  ["10", "by-hand", "Outbox: held 2"],
  ["11", "by-hand", "No backup of this till is known"],
] as const;

describe("on a healthy till", () => {
  test.each(items)("自行檢測 %s is %s: %s", (item, mark, seen) => {
    const checked = itemOf(healthy, item);
    expect(checked).toMatchObject({ mark });
    expect(checked.seen.map(({ english }) => english).join("\n")).toContain(seen);
    expect([checked.asks, checked.how, ...checked.seen].every(({ local, english }) => local !== "" && english !== "")).toBe(true);
    expect(checked.todo === null).toBe(mark === "passed");
  });

  test("the list has every item of the ministry's, in its order", () => {
    expect(healthy.items.map(({ item }) => item)).toEqual(items.map(([item]) => item));
  });

  test("the pictures are the two rehearsal slips, and nothing was issued for them", () => {
    expect(healthy.pictures.map((png) => Buffer.from(png.subarray(1, 4)).toString())).toEqual(["PNG", "PNG"]);
    expect(itemOf(healthy, "2(1)").seen.at(-1)?.english).toContain("All 2 invoices");
  });
});

test.each(["generic-80", "epson-203-58", "epson-180-58"] as const)("自行檢測 8 passes on the paper of %s", async (model) => {
  expect(failedIn(await check(home, { model }))).toEqual([]);
});

test("a shop whose own line looks like a number or a title passes all the same", async () => {
  const files = (folder: string) => writeFileSync(join(folder, "tillseal.yaml"), JSON.stringify({ logoLine: "OK-MART" }));
  expect(failedIn(await check(home, { files }))).toEqual([]);
});

/** A range of fifty numbers that nobody used. */
const range = (period: string, track: string, first: number) =>
  `INSERT INTO ranges (seller, invoice_type, state, source, period, track, first, last, next)
   VALUES ('12345675', '07', 'standby', 'invnoapply.csv', '${period}', '${track}', ${first}, ${first + 49}, ${first})`;
const onPaper = (from: RegExp, to: string): Planted => ({ region: (real) => withPaper(real, from, to) });
const inCodes = (change: (codes: Codes) => Partial<Codes>): Planted => ({
  region: (real) => withLaw(real, (law) => ({ codes: (parts) => ({ ...law.codes(parts), ...change(law.codes(parts)) }) })),
});
const upperCased: Planted = {
  region: (real) =>
    withLaw(real, (law) => ({
      faults: (sale) =>
        law.faults(sale.carrier ? { ...sale, carrier: { ...sale.carrier, id: sale.carrier.id.toUpperCase() } } : sale),
    })),
};
let tick = 0;

/** A fault, and every item that must fail of it: no other may. */
const faults: readonly (readonly [fault: string, items: readonly string[], planted: Planted])[] = [
  [
    "an imported file altered afterwards",
    ["1(1)"],
    { sql: "UPDATE range_files SET content = CAST(replace(CAST(content AS TEXT), '699', '749') AS BLOB)" },
  ],
  ["a range that came from no file", ["1(3)"], { sql: range("11512", "ZZ", 0) }],
  [
    "a number beyond its range",
    ["2(1)", "4(2)"],
    { sql: "UPDATE invoices SET number = 'KD12345699' WHERE number = 'KD12345601'" },
  ],
  ["a range of a wrong period", ["1(3)", "2(2)"], { sql: range("11511", "KD", 12_345_600) }],
  [
    "an invoice of another period",
    ["2(1)", "2(2)", "4(2)"],
    { sql: "UPDATE invoices SET period = '11510' WHERE number = 'KD12345601'" },
  ],
  ["a clock that jumped", ["3(1)", "3(2)"], { world: { bootId: "boot-2", clock: clockAt("2027-06-01T12:00:00+08:00") } }],
  ["a seller whose 統編 is mistyped", ["3(1)", "3(2)", "9(3)"], { files: (folder) => writeConfig(folder, "12345678") }],
  ["a track with a digit", ["1(3)", "4(1)"], { sql: range("11512", "K1", 0) }],
  ["ranges that overlap", ["4(2)", "9(2)"], { sql: range("11512", "KD", 12_345_649) }],
  ["a source of chance that counts", ["6"], { world: { randomBytes: () => Buffer.from([tick >> 8, tick++ & 255]) } }],
  ["carriers changed to capitals", ["7(1)", "7(2)"], upperCased],
  ["the wrong period on paper", ["8(1)", "8(9)"], onPaper(/11-12月/, "09-10月")],
  ["two digits of the number swapped on paper", ["8(2)", "8(9)"], onPaper(/KD-12/, "KD-21")],
  ["the wrong random code on paper", ["8(3)", "8(9)"], onPaper(/隨機碼 \d/, "隨機碼 X")],
  ["another seller on paper", ["8(4)", "8(9)"], onPaper(/賣方 1/, "賣方 2")],
  ["the wrong format on paper", ["8(5)"], onPaper(/格式 25/, "格式 21")],
  ["another total on paper", ["8(9)"], onPaper(/總計 /, "總計 1")],
  ["a swapped digit in the bar code", ["8(6)"], inCodes(({ barcode }) => ({ barcode: barcode.replace("KD12", "KD21") }))],
  ["a swapped digit in the left QR code", ["8(7)"], inCodes(({ qrLeft }) => ({ qrLeft: qrLeft.replace("KD12", "KD21") }))],
  ["a swapped digit in the right QR code", ["8(7)"], inCodes(({ qrRight }) => ({ qrRight: qrRight.replace(":1:", ":2:") }))],
  ["a wrong QR key in the law", ["8(8)"], { region: (real) => ({ ...real, law: () => real.law("0".repeat(32)) }) }],
  ["another QR key than the newest invoice was made with", ["8(8)"], { files: (folder) => writeKey(folder, "1".repeat(32)) }],
  ["the unique index gone", ["9(1)"], { sql: "DROP INDEX invoice_number_once" }],
  ["a guard with the right name that does nothing", ["9(1)"], { sql: emptyGuard() }],
  ["a number given twice", ["9(1)"], { sql: twice() }],
  ["a file whose rows overlap", ["9(2)"], { sql: overlappingFile() }],
  [
    "a range of another branch",
    ["9(2)", "9(3)"],
    {
      sql: `DROP TRIGGER range_belongs; UPDATE ranges SET seller = '04595257' WHERE id = 1; ${range("11512", "KD", 12_345_650)}`,
    },
  ],
  ["a database that is not written ahead", ["9(4)"], { files: notWrittenAhead }],
  ["a live till without an upstream", ["10"], { sql: kind("live") }],
  ["a document past its deadline", ["10"], { sql: `${kind("rehearsal")} UPDATE parcels SET deadline = 1` }],
  ["an invoice without its upload", ["10"], { sql: "DELETE FROM parcels WHERE journal_seq = (SELECT max(id) FROM invoices)" }],
];

describe("a planted fault", () => {
  test.each(faults)("%s makes 自行檢測 %j fail, and no other item", async (_, expected, planted) => {
    const report = await check(home, planted);
    expect(failedIn(report)).toEqual(expected);
    expect(itemOf(report, expected[0]!).seen[0]).toMatchObject({
      local: expect.stringMatching(/./),
      english: expect.stringMatching(/./),
    });
  });

  test("an odd month makes 自行檢測 5 fail wherever the period shows", async () => {
    const odd = { region: (real: Region) => withLaw(real, () => ({ period: () => "11511" })) };
    expect(failedIn(await check(home, odd))).toEqual(expect.arrayContaining(["2(2)", "5"]));
  });

  test("a QR key that is none fails all of 8, and says what a key looks like", async () => {
    const report = await check(home, { files: (folder) => writeKey(folder, "short") });
    expect(failedIn(report)).toEqual(items.map(([item]) => item).filter((item) => item.startsWith("8(")));
    expect(itemOf(report, "8(8)").seen[0]!.english).toContain("32 hexadecimal digits");
  });

  test("a number that came with its own cipher is compared with that one, whatever the key", async () => {
    const cipher = "73UqXrAk5DsVNv2VEvIFkQ==";
    const bound = `INSERT INTO slots SELECT 1, next, '0042', '${cipher}' FROM ranges WHERE id = 1`;
    const report = await check(home, { sql: bound });
    expect(failedIn(report)).toEqual([]);
    expect(itemOf(report, "8(8)").seen[0]!.english).toContain(cipher);
    const changed = inCodes(({ qrLeft }) => ({ qrLeft: qrLeft.replace(cipher, `83${cipher.slice(2)}`) }));
    expect(failedIn(await check(home, { sql: bound, ...changed }))).toEqual(["8(8)"]);
  });

  test("an upstream that sends by itself lets 自行檢測 10 pass, until a document was refused", async () => {
    const files = (folder: string) =>
      writeFileSync(join(folder, "tillseal.yaml"), JSON.stringify({ upstream: `turnkey://${folder}` }));
    expect(itemOf(await check(home, { files }), "10")).toMatchObject({ mark: "passed", todo: null });
    const refused = await check(home, { files, sql: "UPDATE parcels SET state = 'rejected'" });
    expect(itemOf(refused, "10")).toMatchObject({ mark: "by-hand", todo: { english: expect.stringContaining("2 refused") } });
  });

  test.each([
    ["passed", "an hour", 3600],
    ["failed", "three days", 3 * 86_400],
  ] as const)("自行檢測 11 is %s when the newest copy is %s old", async (mark, _, age) => {
    const at = Math.floor(home.clock.now().getTime() / 1000) - age;
    const doc = {
      file: "shop.backup",
      folder: "/mnt",
      bytes: 1,
      sha256: "ab",
      head: { seq: 5, hash: "cd" },
      scheduled: true,
      by: "x",
      at,
    };
    const sql = `INSERT INTO journal SELECT max(seq) + 1, 'backup', '${JSON.stringify(doc)}', zeroblob(32), randomblob(32), NULL, NULL, ${at} FROM journal`;
    const item = itemOf(await check(home, { sql }), "11");
    expect(item).toMatchObject({ mark });
    expect(item.seen.map(({ english }) => english).join()).toContain("shop.backup, journal up to entry 5");
  });

  test("numbers that are used up fail every item that needs one, and say what to import", async () => {
    const report = await check(home, { sql: "UPDATE ranges SET next = last + 1, state = 'spent'" });
    expect(failedIn(report)).toEqual(expect.arrayContaining(["2(1)", "3(1)", "4(1)", "8(7)"]));
    expect(itemOf(report, "2(1)").todo?.english).toContain("ranges import");
  });
});

function withPaper(real: Region, from: RegExp, to: string): Region {
  const proof: Region["papers"]["proof"] = (record, options) =>
    JSON.parse(JSON.stringify([...real.papers.proof(record, options)]).replace(from, to));
  return { ...real, papers: { ...real.papers, proof } };
}

function withLaw(real: Region, change: (law: Law) => Partial<Law>): Region {
  return { ...real, law: (key) => ({ ...real.law(key), ...change(real.law(key)) }) };
}

function clockAt(time: string) {
  return { now: () => new Date(time), uptimeMs: () => 1000, sleep: () => Promise.resolve() };
}

function kind(environment: string): string {
  return `DROP TRIGGER home_keeps; UPDATE home SET environment = '${environment}';`;
}

function writeConfig(folder: string, businessId: string): void {
  const { name, address } = tw.demo.seller;
  writeFileSync(join(folder, "tillseal.yaml"), JSON.stringify({ seller: { businessId, name, address } }));
}

function writeKey(folder: string, key: string): void {
  writeFileSync(join(folder, "keys", "qr.key"), `${key}\n`);
}

function notWrittenAhead(folder: string): void {
  const sqlite = new Database(join(folder, "till.db"));
  sqlite.pragma("journal_mode = DELETE");
  sqlite.close();
}

function emptyGuard(): string {
  return "DROP TRIGGER invoice_comes_again; CREATE TRIGGER invoice_comes_again BEFORE INSERT ON invoices BEGIN SELECT 1; END";
}

/** The index is put back as one that allows it, so that only the count can tell. */
function twice(): string {
  return `DROP INDEX invoice_number_once; UPDATE invoices SET number = 'KD12345600'`;
}

function overlappingFile(): string {
  const rows = ["12345600,12345699", "12345650,12345749"].map((span) => `12345675,7,一般稅額計算,115/11 ~ 115/12,KD,${span}`);
  const text = ["營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號", ...rows, ""].join("\n");
  const bytes = Buffer.from(text);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return `UPDATE range_files SET content = x'${bytes.toString("hex")}', sha256 = x'${digest}'`;
}
