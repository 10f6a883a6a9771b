import { parseArgs } from "node:util";
import type { Command } from "./command.ts";
import { type OpenedShop, openShop } from "./init/open-shop.ts";
import { type Answers, planOf } from "./init/plan.ts";
import { askFor, terminalAsker } from "./init/questions.ts";
import { homeFolder } from "./installation.ts";
import { regionOf } from "./running-till.ts";
import { say } from "./terminal.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

export const init: Command = {
  usage:
    "init [--home DIR] [--environment rehearsal|live] [--seller-id N --seller-name T --seller-address T] [--logo-line T]\n" +
    "      [--qr-key HEX | --passphrase T] [--check-cipher NUMBER+RANDOM=CIPHER] [--range FILE [--share k/n] | --no-range]\n" +
    "      [--printer URL [--printer-model M]] [--upstream URL] [--token NAME] [--clock-is-right] [--yes] [--json]",
  does: "opens a shop: asks, or takes flags with --yes; makes configuration, keys and the first token, and prints a test page",
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        home: text,
        environment: text,
        "seller-id": text,
        "seller-name": text,
        "seller-address": text,
        "logo-line": text,
        "qr-key": text,
        passphrase: text,
        "check-cipher": text,
        range: text,
        "no-range": flag,
        share: text,
        printer: text,
        "printer-model": text,
        upstream: text,
        token: text,
        "clock-is-right": flag,
        yes: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const region = regionOf({ region: "tw" });
    const given = answersOf(values);
    const answers = values.yes ? given : await asked(given, region);
    const plan = planOf(answers, region, Math.floor(Date.now() / 1000));
    const opened = await openShop(homeFolder(values.home, false), plan, region);
    say(values.json ? JSON.stringify({ ...opened, token: opened.token.secret, tokenName: opened.token.name }) : inWords(opened));
    return 0;
  },
};

async function asked(given: Answers, region: Parameters<typeof askFor>[2]): Promise<Answers> {
  say("Opening a shop. Each answer is checked at once; Ctrl-C gives up, and nothing is made before the last one.\n");
  using asker = terminalAsker();
  return await askFor(given, asker, region);
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** `--seller-id` is `sellerId`. */
function answersOf({ home: _home, yes: _yes, json: _json, "clock-is-right": clockRight, ...values }: Values): Answers {
  const named = Object.entries(values).map(([name, value]) => [
    name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()),
    value,
  ]);
  return { ...Object.fromEntries(named), ...(clockRight !== undefined && { clockRight }) };
}

function inWords({ home, environment, token, numbers, testPage, warnings }: OpenedShop): string {
  return [
    `\nA ${environment} till is open in ${home}.`,
    "",
    `  numbers   ${numbers === 0 ? "none yet" : `${numbers} imported`}`,
    `  test page ${testPage === null ? "no printer yet" : testPage.state}`,
    `  token     ${token.name}: ${token.secret}`,
    "            It is shown this once and kept only as its hash. Give it to the POS.",
    ...(warnings.length > 0 ? ["", ...warnings.map((warning) => `! ${warning}`)] : []),
    "",
    "Next:",
    `  tillseal start --home ${home}`,
    `  tillseal road --home ${home}      what is still to do before it counts`,
    `  tillseal doctor --home ${home}    whether all is well`,
  ].join("\n");
}
