import { createWriteStream, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { Problem } from "../../base/problem.ts";
import { unwritable } from "../../daemon/safekeeping/disk-words.ts";
import { type ExportFindings, verifyExport } from "../../daemon/safekeeping/export/verify-export.ts";
import { regions } from "../../regions/regions.ts";
import type { Command } from "../command.ts";
import { homeFolder } from "../installation.ts";
import { getStream } from "../local-till.ts";
import { onTill } from "../on-till.ts";
import { say } from "../terminal.ts";

export const exportData: Command = {
  usage: "export --period P FILE.tar.gz [--home DIR] [--json]",
  does: "takes all of a period out in one file that can be checked anywhere, and checks it",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { period: { type: "string" }, home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0 || values.period === undefined)
      throw new Problem("misuse", "Say which period, and which file to make.", { hint: `Usage: tillseal ${this.usage}` });
    const path = resolve(file);
    if (existsSync(path)) throw new Problem("misuse", `${path} is there already.`, { hint: "Choose another name." });
    const query = new URLSearchParams({ period: values.period });
    const home = homeFolder(values.home);
    await makeFile(path, (write) => onTill(home, async (till) => write(await getStream(till, `/v1/admin/export?${query}`))));
    const findings = await verifyExport(path, { regionOf: regionNamed });
    say(values.json ? JSON.stringify({ file: path, ...findings }) : `${path}: ${exportInWords(findings)}`);
    return findings.broken ? 1 : 0;
  },
};

export function regionNamed(id: string) {
  return Object.hasOwn(regions, id) ? regions[id as keyof typeof regions] : undefined;
}

export function exportInWords({ period, invoices, files, keys, pendingSeals, broken }: ExportFindings): string {
  if (broken) return `BROKEN: ${broken.part} ${broken.reason}.`;
  const pending = pendingSeals > 0 ? ` ${pendingSeals} entries wait for their seal.` : "";
  return `${invoices} invoices of ${period}, ${files} files, every one whole and sealed with ${keys.join(", ")}.${pending}`;
}

type Write = (body: AsyncIterable<Uint8Array>) => Promise<void>;

/** A new file, whole or not at all. Its place is known to take it before `fill` asks for anything: the till journals what it hands out. */
export async function makeFile(path: string, fill: (write: Write) => Promise<void>): Promise<void> {
  const draft = `${path}.new`;
  const onDisk = async (work: () => unknown) => {
    try {
      await work();
    } catch (error) {
      throw unwritable(`Nothing can be exported to ${path}`, error) ?? error;
    }
  };
  await onDisk(() => writeFileSync(draft, "", { mode: 0o600 }));
  try {
    await fill((body) => onDisk(() => pipeline(body, createWriteStream(draft, { mode: 0o600 }))));
    await onDisk(() => renameSync(draft, path));
  } finally {
    rmSync(draft, { force: true });
  }
}
