import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { regionNamed } from "../../../src/cli/safekeeping/export.ts";
import { readHeader } from "../../../src/daemon/safekeeping/archive/tar.ts";
import type { ExportManifest } from "../../../src/daemon/safekeeping/export/export-period.ts";
import { type ExportFindings, verifyExport } from "../../../src/daemon/safekeeping/export/verify-export.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";
import { aFolder, sellMany } from "./a-copy.ts";

/** The files of a tar, and where each of them begins. */
function filesIn(tar: Buffer): Map<string, { readonly at: number; readonly bytes: Buffer }> {
  const files = new Map<string, { at: number; bytes: Buffer }>();
  for (let at = 0; ; ) {
    const header = readHeader(tar.subarray(at, at + 512));
    if (!header) return files;
    files.set(header.name, { at: at + 512, bytes: tar.subarray(at + 512, at + 512 + header.size) });
    at += 512 + Math.ceil(header.size / 512) * 512;
  }
}

async function exported(till: TestTill): Promise<Buffer> {
  const answer = await till.get("/v1/admin/export?period=11512");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/gzip"]);
  return Buffer.from(await answer.arrayBuffer());
}

async function looked(folder: string, packed: Uint8Array): Promise<ExportFindings> {
  const path = join(folder, "export.tar.gz");
  writeFileSync(path, packed);
  return verifyExport(path, { regionOf: regionNamed });
}

/** A till with a cancelled, a withdrawn and reissued and a partly returned sale among ordinary ones. */
async function aBusyTill(): Promise<TestTill> {
  const till = await aTill();
  const [first, second, third] = await sellMany(till, 4);
  await till.post("/v1/sales", aSale({ lines: [{ name: "=cmd|' /C calc'!A0", quantity: 1, unitPrice: 30 }], orderId: "=1+1" }));
  await till.post(`/v1/invoices/11512-${first}/cancel`, { reason: "退貨" });
  await till.post(`/v1/invoices/11512-${second}/withdraw`, { reason: "打錯" });
  const { requestId, ...sale } = aSale();
  await till.post(`/v1/invoices/11512-${second}/reissue`, { requestId, sale });
  await till.post(`/v1/invoices/11512-${third}/allowances`, { lines: [{ line: 1, amount: 65 }], reason: "折讓" });
  return till;
}

describe("an export", () => {
  test("holds every sealed entry and message of the period, a table, the journal and the keys, and is found whole", async () => {
    using folder = aFolder();
    await using till = await aBusyTill();
    const packed = await exported(till);
    const findings = await looked(folder.path, packed);
    expect(findings).toMatchObject({ period: "11512", invoices: 6, broken: null, pendingSeals: 0 });
    const files = filesIn(gunzipSync(packed));
    const names = [...files.keys()];
    for (const message of ["F0401", "F0501", "F0701", "G0401"])
      expect(names.some((name) => name.endsWith(`-${message}.xml`))).toBe(true);
    const manifest = JSON.parse(files.get("manifest.json")!.bytes.toString()) as ExportManifest;
    expect(manifest.sums).toMatchObject({
      issued: { count: 4 },
      cancelled: { count: 1, total: 130 },
      withdrawn: { count: 1, total: 130 },
    });
    const sheet = files.get("invoices.csv")!.bytes.toString();
    expect(sheet.split("\r\n")).toHaveLength(8);
    expect(sheet).toContain("'=1+1");
    const list = files.get("hashes/0001.sha256")!.bytes.toString().trimEnd().split("\n");
    for (const line of list)
      expect(
        createHash("sha256")
          .update(files.get(line.slice(66))!.bytes)
          .digest("hex"),
      ).toBe(line.slice(0, 64));
    expect(JSON.parse(till.home.ledger.journal.newestOf("export")!.doc)).toMatchObject({ period: "11512", by: "test" });
  });

  test("in any file of which one bit was turned is refused by that file's name", async () => {
    using folder = aFolder();
    await using till = await aBusyTill();
    const tar = gunzipSync(await exported(till));
    for (const [name, { at, bytes }] of filesIn(tar))
      for (const place of [0, Math.floor(bytes.length / 3), bytes.length - 2]) {
        const altered = Buffer.from(tar);
        altered[at + place]! ^= 1;
        expect([name, place, (await looked(folder.path, gzipSync(altered, { level: 1 }))).broken?.part]).toEqual([
          name,
          place,
          name,
        ]);
      }
  }, 60_000);

  test("that was rewritten together with its hashes and manifest is still found out by the seals", async () => {
    using folder = aFolder();
    await using till = await aBusyTill();
    const tar = gunzipSync(await exported(till));
    const files = filesIn(tar);
    const [name, { at, bytes }] = [...files].find(([file]) => file.endsWith("-F0401.xml"))!;
    const forged = Buffer.from(tar);
    Buffer.from(bytes.toString().replace(/<RandomNumber>\d/, "<RandomNumber>X")).copy(forged, at);
    const swap = (place: string, from: string, to: string) => {
      const file = files.get(place)!;
      Buffer.from(file.bytes.toString().replace(from, to)).copy(forged, file.at);
    };
    const sha = (file: string) => {
      const { at, bytes } = files.get(file)!;
      return [bytes, forged.subarray(at, at + bytes.length)].map((text) => createHash("sha256").update(text).digest("hex")) as [
        string,
        string,
      ];
    };
    swap("hashes/0001.sha256", ...sha(name));
    swap("manifest.json", ...sha("hashes/0001.sha256"));
    swap("manifest.seal.json", ...sha("manifest.json"));
    expect((await looked(folder.path, gzipSync(forged))).broken).toMatchObject({ part: "manifest.seal.json" });
  });

  test("made while the till sells and undoes holds one moment in every file", async () => {
    using folder = aFolder();
    await using till = await aBusyTill();
    const [answer, meanwhile] = await Promise.all([till.get("/v1/admin/export?period=11512"), sellMany(till, 3)]);
    await till.post(`/v1/invoices/11512-${meanwhile[0]}/cancel`, { reason: "退貨" });
    const packed = Buffer.from(await answer.arrayBuffer());
    const files = filesIn(gunzipSync(packed));
    const read = (name: string) => JSON.parse(files.get(name)!.bytes.toString());
    const [manifest, { head, totals, accounted }] = [read("manifest.json") as ExportManifest, read("report.json")];
    expect([head, totals.standing.count, accounted]).toEqual([manifest.head, manifest.sums.issued.count, true]);
    expect((await looked(folder.path, packed)).broken).toBeNull();
  });

  test("that was cut off is refused, and so is one whose keys are not the shop's", async () => {
    using folder = aFolder();
    await using till = await aBusyTill();
    await using other = await aTill();
    const packed = await exported(till);
    for (const part of [0.2, 0.6, 0.99])
      expect((await looked(folder.path, packed.subarray(0, Math.floor(packed.length * part)))).broken).not.toBeNull();
    const path = join(folder.path, "whole.tar.gz");
    writeFileSync(path, packed);
    const trusted = new Map([[other.home.key!.kid, other.home.key!.privateKey]]);
    expect((await verifyExport(path, { trusted, regionOf: regionNamed })).broken?.reason).toContain("not among the keys");
  });

  test("of a period without an invoice, of none, or for whoever may not manage is refused", async () => {
    await using till = await aTill();
    expect(await problemOf(await till.get("/v1/admin/export?period=11512"))).toMatchObject({ code: "export-empty" });
    expect(await problemOf(await till.get("/v1/admin/export?period=never"))).toMatchObject({ code: "request-invalid" });
    const reader = { authorization: `Bearer ${await till.token("reader", "read")}` };
    expect(await problemOf(await till.get("/v1/admin/export?period=11512", reader))).toMatchObject({ code: "scope-too-small" });
  });
});
