import { parseArgs } from "node:util";
import { Problem } from "../base/problem.ts";
import type { Command } from "./command.ts";
import { homeFolder } from "./installation.ts";
import { post } from "./local-till.ts";
import { onTill } from "./on-till.ts";
import { secretFlag } from "./secret-flag.ts";
import { say } from "./terminal.ts";

export const key: Command = {
  usage: "key import (--hex HEX|- | --passphrase T|-) [--check NUMBER+RANDOM=CIPHER | --unchecked] [--home DIR] [--json]",
  does: "takes in the key behind the QR codes, checked against a known cipher before it is used",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        hex: { type: "string" },
        passphrase: { type: "string" },
        check: { type: "string" },
        unchecked: { type: "boolean", default: false },
        home: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    if (positionals.join(" ") !== "import")
      throw new Problem("misuse", "Say what to do with the key.", { hint: `Usage: tillseal ${this.usage}` });
    const { home, json, hex, passphrase, ...rest } = values;
    const body = { ...rest, hex: secretFlag("hex", hex), passphrase: secretFlag("passphrase", passphrase) };
    const imported = await onTill(homeFolder(home), (till) => post<Imported>(till, "/v1/admin/keys", body));
    say(json ? JSON.stringify(imported) : inWords(imported));
    return 0;
  },
};

interface Imported {
  readonly fingerprint: string;
  readonly checked: boolean;
}

function inWords({ fingerprint, checked }: Imported): string {
  const proof = checked
    ? "It made the known cipher."
    : "Nothing shows yet that it is the right one: import it again with --check.";
  return `Key ${fingerprint} is imported and used from the next sale on. ${proof}`;
}
