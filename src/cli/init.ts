import { parseArgs } from "node:util";
import { loadConfig } from "../../config/load.ts";
import { Problem } from "../base/problem.ts";
import { pathsOf } from "../daemon/home/home.ts";
import type { Command } from "./command.ts";
import { assertNoTill, type OpenedShop, openShop } from "./init/open-shop.ts";
import { type Answers, type Opening, planOf } from "./init/plan.ts";
import { askFor, terminalAsker } from "./init/questions.ts";
import { newHomeFolder } from "./installation.ts";
import { regionOf } from "./running-till.ts";
import { secretFlag } from "./secret-flag.ts";
import { complain, say } from "./terminal.ts";
import { compareClock } from "./time-server.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

export const init: Command = {
  usage:
    "init [--home DIR] [--environment rehearsal|live] [--seller-id N --seller-name T --seller-address T] [--logo-line T]\n" +
    "      [--qr-key HEX|- | --passphrase T|-] [--check-cipher NUMBER+RANDOM=CIPHER] [--range FILE [--share k/n] | --no-range]\n" +
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
    const folder = newHomeFolder(values.home, false);
    assertNoTill(folder);
    if (!values.yes && !process.stdin.isTTY)
      throw new Problem("misuse", "There is no terminal to ask on.", {
        hint: "Give everything as flags, with --yes; what is missing is then named all at once.",
      });
    const config = loadConfig(pathsOf(folder).config, process.env);
    const region = regionOf(config);
    const clock = await compareClock(config.clockServer);
    const opening = { region, nowSeconds: Math.floor(Date.now() / 1000), clock };
    const given = answersOf({
      ...values,
      "qr-key": secretFlag("qr-key", values["qr-key"]),
      passphrase: secretFlag("passphrase", values.passphrase),
    });
    const plan = planOf(values.yes ? given : await asked(given, opening), opening);
    const opened = await openShop(folder, plan, region);
    say(values.json ? inJson(opened) : inWords(opened, config.port));
    return 0;
  },
};

async function asked(given: Answers, opening: Opening): Promise<Answers> {
  complain("Opening a shop. Each answer is checked at once; Ctrl-C gives up, and nothing is made before the last one.\n");
  using asker = terminalAsker();
  return await askFor(given, asker.ask, opening);
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

function inJson({ token, ...opened }: OpenedShop): string {
  return JSON.stringify({ ...opened, token: token.secret, tokenName: token.name });
}

function inWords({ home, environment, token, numbers, testPage, warnings }: OpenedShop, port: number): string {
  return [
    `\nA ${environment} till is open in ${home}.`,
    "",
    `  numbers   ${numbers === 0 ? "none yet" : `${numbers} imported`}`,
    `  test page ${testPage === null ? "no printer yet" : (pageStates[testPage.state] ?? testPage.state)}`,
    `  token     ${token.name}: ${token.secret}`,
    "            It is shown this once and kept only as its hash. Give it to the POS.",
    ...(warnings.length > 0 ? ["", ...warnings.map((warning) => `! ${warning}`)] : []),
    "",
    "Next:",
    `  tillseal start --home ${home}`,
    `  tillseal road --home ${home}      what is still to do before it counts`,
    `  tillseal doctor --home ${home}    whether all is well`,
    "",
    ...firstCall(environment, token.secret, port),
  ].join("\n");
}

/** A live till is not asked to sell for a try: it would be an invoice. */
function firstCall(environment: string, secret: string, port: number): string[] {
  const call = (path: string) => `  curl -s http://127.0.0.1:${port}${path} -H 'Authorization: Bearer ${secret}'`;
  if (environment === "live") return ["Then see that it answers:", call("/v1/status")];
  const sale = { requestId: "first-1", lines: [{ name: "珍珠奶茶", quantity: 1, unitPrice: 65 }] };
  return [
    "Then sell something:",
    `${call("/v1/sales")} \\`,
    `    -H 'Content-Type: application/json' -d '${JSON.stringify(sale)}'`,
  ];
}

/** What is known of the page, no more. */
const pageStates: Readonly<Record<string, string>> = {
  printed: "printed; the printer confirmed it",
  sent: "sent; this printer cannot say whether it came out",
};
