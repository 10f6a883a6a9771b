import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Problem } from "../../base/problem.ts";
import { pathsOf } from "../../daemon/home/home.ts";
import type { BackupAnswer } from "../../daemon/http/schema/safekeeping.ts";
import { readPassphrase } from "../../daemon/safekeeping/copies/copy-keeper.ts";
import type { Command } from "../command.ts";
import { homeFolder } from "../installation.ts";
import { post } from "../local-till.ts";
import { onTill } from "../on-till.ts";
import { say } from "../terminal.ts";

export const backup: Command = {
  usage: "backup FILE [--passphrase-file FILE] [--home DIR] [--json]",
  does: "makes one file with all that the till is, while it sells, and reads it back before it counts",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { "passphrase-file": { type: "string" }, home: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new Problem("misuse", "Say which file to make.", { hint: `Usage: tillseal ${this.usage}` });
    const folder = homeFolder(values.home);
    const passphrase = passphraseOf(values["passphrase-file"]);
    const made = await onTill(folder, (till) =>
      post<BackupAnswer>(till, "/v1/admin/backup", { path: resolve(file), ...passphrase }),
    );
    say(values.json ? JSON.stringify(made) : inWords(made, pathsOf(folder).backupKey));
    return 0;
  },
};

/** The first line of the file, or nothing where none was named. */
export function passphraseOf(path: string | undefined): { passphrase?: string } {
  if (path === undefined) return {};
  try {
    return { passphrase: readPassphrase(resolve(path)) };
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem("misuse", `The file ${path} cannot be read.`, { hint: "The passphrase is its first line.", cause });
  }
}

function inWords({ folder, file, bytes, sha256, head, lock }: BackupAnswer, backupKey: string): string {
  const key =
    lock === "backup-key"
      ? `\nIts keys are locked with ${backupKey}. Keep a copy of that file elsewhere: without it this backup can be restored on no other machine. Or lock it with --passphrase-file.`
      : "";
  return `${folder}/${file}: ${bytes} bytes, read back whole.\nJournal up to entry ${head.seq}, SHA-256 ${sha256}${key}`;
}
