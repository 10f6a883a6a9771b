import { accessSync, constants, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { printerModels } from "../../../config/printers.ts";
import type { ConfiguredPrinter } from "../../../config/schema.ts";
import { Conversation } from "../../drivers/conversation.ts";
import type { PrinterCondition } from "../../drivers/status.ts";
import { localAdmin } from "../operations/opening/tokens.ts";
import { capabilitiesOf, lacksLetters, learnedOf } from "../printing/learned.ts";
import type { Shop } from "../shop.ts";
import type { PrinterView } from "../till-status.ts";
import { type Examine, type Finding, green, orRed, red, yellow } from "./finding.ts";
import type { Patient } from "./patient.ts";

type Condition = Pick<PrinterCondition, "state" | "faults" | "warnings">;

/** Each printer: as the running till hears it, or really asked. Nothing is printed. */
export const examinePrinters: Examine = async (patient) => [...(await conditions(patient)), ...withoutLetters(patient)];

const conditions: Examine = async ({ running, config, shop }) => {
  if (running)
    return running.printers.length === 0
      ? [withoutPrinter()]
      : running.printers.map((one) => (one.paused ? resting(one) : conditionOf(one, one)));
  if (config.printers.length === 0)
    return [shop.environment === "demo" ? green("A demo brings its own virtual printer when it runs.") : withoutPrinter()];
  return (await Promise.all(config.printers.map((printer) => ask(shop, printer)))).flat();
};

/** Printers that are to use letters of their own, which nobody has named yet. */
function withoutLetters({ config, shop }: Pick<Patient, "config" | "shop">): Finding[] {
  return config.printers
    .filter((one) => lacksLetters(one, learnedOf(shop.ledger, one.name)))
    .map(({ name, encoding }) =>
      yellow(
        `${name} is to be spoken to in ${encoding}, but nobody knows which letters it has: its slips are dots.`,
        `Run \`tillseal printers probe ${name} --page\`; where it does not say, set \`text\` to the set that reads right on the page.`,
      ),
    );
}

function resting({ name, url, waiting }: PrinterView): Finding {
  return yellow(`${name} (${url}) was paused by a person; ${waiting} slips wait.`, "Let it go on when it is ready.");
}

function withoutPrinter(): Finding {
  return yellow("No printer is configured.", "Name one under `printers` in tillseal.yaml.");
}

async function ask(shop: Shop, printer: ConfiguredPrinter): Promise<readonly Finding[]> {
  const { world } = shop;
  const address = new URL(printer.url);
  if (address.protocol === "file:")
    return orRed(() => [lookAt(printer, address)], "Correct the printer's `url` in tillseal.yaml.");
  const conversation = new Conversation({
    driver: world.driverOf(address),
    address,
    capabilities: capabilitiesOf(printerModels[printer.model].capabilities, learnedOf(shop.ledger, printer.name)),
    clock: world.clock,
    log: world.log,
    onCondition: () => {},
    onLateConfirmation: () => {},
  });
  await conversation.tend(new AbortController().signal);
  const { condition } = conversation;
  await conversation.close();
  return [conditionOf(printer, condition)];
}

/** A file is not opened: that would make one where there is none. */
function lookAt({ name, url }: ConfiguredPrinter, address: URL): Finding {
  const path = fileURLToPath(address);
  if (!existsSync(path)) return red(`${name}: there is no ${path}.`, "Plug the printer in, or correct its `url`.");
  try {
    accessSync(path, constants.W_OK);
    return green(`${name} (${url}) may be written to. It cannot answer: its slips end as \`sent\`.`);
  } catch {
    return red(`${name}: this user may not write to ${path}.`, "Give the till's user the right to, for example by the group lp.");
  }
}

function conditionOf(
  { name, url, model }: Pick<ConfiguredPrinter, "name" | "url"> & { readonly model: string },
  condition: Condition,
): Finding {
  const { state, faults, warnings } = condition;
  const who = `${name} (${url}, ${model})`;
  if (state === "fault")
    return red(`${who}: ${faults.join(", ")}.`, "Look at the printer: paper, cover, cable, network, address.");
  if (warnings.includes("paper-near-end")) return yellow(`${who}: the paper is nearly at its end.`, "Put in a new roll.");
  if (state === "unknown")
    return yellow(
      `${who} is connected but does not answer.`,
      "Its slips end as `sent`, never as `printed`: name its model if it can answer.",
    );
  return green(`${who} answers and is ready.`);
}

/** Who can reach the till and its printers. */
export const examineExposure: Examine = ({ config, running }) => [
  isLocal(config.listen)
    ? green(`It listens on ${config.listen}: only this machine can reach it.`)
    : red(`It listens on ${config.listen}.`, "Set `listen` back to 127.0.0.1."),
  ...(config.hosts.length > 0 ? [green(`Host headers accepted besides: ${config.hosts.join(", ")}.`)] : []),
  ...(config.origins.length > 0
    ? [yellow(`These web pages may call the till: ${config.origins.join(", ")}.`, "Leave only those that are yours.")]
    : [green("No web page may call it.")]),
  ...(running?.printers ?? config.printers)
    .filter(({ url }) => isOnNetwork(url))
    .map(({ name, url }) =>
      yellow(
        `${name} (${url}) trusts everyone on its network: who can reach it can print on it, jam it and pretend to be it.`,
        "Give it a network of its own, or a cable.",
      ),
    ),
];

/** Who may knock. */
export const examineTokens: Examine = ({ shop: { ledger, environment } }) => {
  const tokens = ledger.tokens.list();
  const others = tokens.filter(({ name }) => name !== localAdmin);
  if (others.length === 0)
    return [yellow("No POS has a token yet.", "Make one for each POS, with no more than it needs: scope `sell`.")];
  const powerful = others.filter(({ scope }) => scope === "admin");
  const listed = others.map(({ name, scope }) => `${name} (${scope})`).join(", ");
  return environment === "demo" || powerful.length === 0
    ? [green(`Tokens: ${listed}.`)]
    : [yellow(`Tokens: ${listed}.`, `Let a POS have scope \`sell\` only; ${powerful.length} may do everything.`)];
};

function isOnNetwork(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "tcp:" && !isLocal(hostname);
}

function isLocal(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127\./.test(host);
}
