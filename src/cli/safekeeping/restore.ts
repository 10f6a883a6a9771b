import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Problem } from "../../base/problem.ts";
import type { Unlock } from "../../daemon/safekeeping/copies/lock-box.ts";
import { readBackupKey } from "../../daemon/safekeeping/copies/make-copy.ts";
import type { CopyManifest } from "../../daemon/safekeeping/copies/read-copy.ts";
import { restoreHome } from "../../daemon/safekeeping/copies/restore-home.ts";
import type { Command } from "../command.ts";
import { say } from "../terminal.ts";
import { passphraseOf } from "./backup.ts";

export const restore: Command = {
  usage: "restore FILE --home DIR [--passphrase-file FILE | --key-file backup.key] [--json]",
  does: "makes a new home of a copy, every seal checked; it starts once it is adopted",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        "passphrase-file": { type: "string" },
        "key-file": { type: "string" },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0 || values.home === undefined)
      throw new Problem("misuse", "Say which copy to restore, and into which new folder.", {
        hint: `Usage: tillseal ${this.usage}`,
      });
    const folder = resolve(values.home);
    const unlock = unlockOf(values["passphrase-file"], values["key-file"]);
    const manifest = await restoreHome({ file: resolve(file), folder, unlock });
    say(values.json ? JSON.stringify({ home: folder, ...manifest }) : inWords(manifest, folder));
    return 0;
  },
};

function unlockOf(passphraseFile: string | undefined, keyFile: string | undefined): Unlock | null {
  const { passphrase } = passphraseOf(passphraseFile);
  if (passphrase !== undefined) return { passphrase };
  return keyFile === undefined ? null : { backupKey: readBackupKey(resolve(keyFile)) };
}

function inWords({ madeAt, invoices, lastNumber, head, environment }: CopyManifest, folder: string): string {
  return `${folder} is a ${environment} till as it was at ${madeAt}: ${invoices} invoices, the last one ${lastNumber ?? "none"}, ${head.seq} entries, all whole.
It does not start yet. Say what happened:
  tillseal adopt --home ${folder} --reason restored   something may have been sold after ${madeAt}
  tillseal adopt --home ${folder} --reason moved      nothing was, and the old till never sells again`;
}
