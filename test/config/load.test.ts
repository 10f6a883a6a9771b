import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Environment, environmentName, loadConfig } from "../../config/load.ts";
import { configSchema } from "../../config/schema.ts";
import type { Problem } from "../../src/base/problem.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-config-"));
  path = join(folder, "tillseal.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(yaml: string | null, environment: Environment = {}) {
  if (yaml !== null) writeFileSync(path, yaml);
  return loadConfig(path, environment);
}

function refusal(yaml: string | null, environment: Environment = {}): Problem {
  try {
    load(yaml, environment);
  } catch (error) {
    return error as Problem;
  }
  throw new Error("nothing was refused");
}

describe("defaults", () => {
  const defaults = {
    region: "tw",
    listen: "127.0.0.1",
    port: 8455,
    hosts: [],
    origins: [],
    printers: [],
    clockServer: "time.stdtime.gov.tw",
    mostCopies: 20,
    topUp: { days: 3, atLeast: 100 },
    drawer: "asked",
    importer: true,
    documentPrinters: [],
    longestGapDays: 35,
    lateMinutes: 10,
    fallbackAfterSeconds: 30,
    freeSpaceMb: 64,
  };

  test("stand where there is no file, an empty one, or one of comments only", () => {
    expect(load(null)).toEqual(defaults);
    expect(load("")).toEqual(defaults);
    expect(load("# nothing chosen yet\n")).toEqual(defaults);
  });

  test("stand for every key the file leaves out", () => {
    expect(load("port: 9000\n")).toEqual({ ...defaults, port: 9000 });
  });

  test("let a document printer be one of the network or a queue of the system", () => {
    const yaml = `documentPrinters:
  - { name: office, url: "ipp://192.168.1.60:631/ipp/print" }
  - { name: back, url: "system:///%E8%BE%A6%E5%85%AC%E5%AE%A4" }`;
    expect(load(yaml).documentPrinters.map(({ name }) => name)).toEqual(["office", "back"]);
  });

  test("make a printer without a model the most careful one", () => {
    expect(load("printers: [{ name: front, url: 'tcp://192.168.1.50:9100' }]").printers).toEqual([
      { name: "front", url: "tcp://192.168.1.50:9100", model: "generic-58" },
    ]);
  });
});

describe("the environment", () => {
  test("has a name for every key, and each key a sentence", () => {
    expect(environmentName("longestGapDays")).toBe("TILLSEAL_LONGEST_GAP_DAYS");
    for (const schema of Object.values(configSchema.shape)) expect(schema.description).toMatch(/\.$/);
  });

  test.each([
    ["TILLSEAL_PORT", "9001", { port: 9001 }],
    ["TILLSEAL_LISTEN", "localhost", { listen: "localhost" }],
    ["TILLSEAL_REGION", "tw", { region: "tw" }],
    ["TILLSEAL_LOGO_LINE", "茶", { logoLine: "茶" }],
    ["TILLSEAL_FOOTER", '["謝謝"]', { footer: ["謝謝"] }],
    ["TILLSEAL_LONGEST_GAP_DAYS", "90", { longestGapDays: 90 }],
    ["TILLSEAL_ORIGINS", '["https://pos.example.tw"]', { origins: ["https://pos.example.tw"] }],
    [
      "TILLSEAL_PRINTERS",
      '[{"name":"front","url":"tcp://192.168.1.50:9100"}]',
      { printers: [{ name: "front", url: "tcp://192.168.1.50:9100", model: "generic-58" }] },
    ],
    ["TILLSEAL_SELLER", '{"businessId":"1","name":"n","address":"a"}', { seller: { businessId: "1", name: "n", address: "a" } }],
  ])("%s overrides the file", (name, value, expected) => {
    expect(load("port: 9000\nlongestGapDays: 40\n", { [name]: value })).toMatchObject(expected);
  });

  test("that is no JSON is refused by its name", () => {
    expect(refusal(null, { TILLSEAL_PORT: "eighty" })).toMatchObject({
      code: "config-invalid",
      message: expect.stringContaining("TILLSEAL_PORT"),
    });
  });
});

describe("a wrong configuration", () => {
  test("is refused with every fault at once, each by its name", () => {
    const { code, detail } = refusal(`
port: 70000
listen: 0.0.0.0
colour: blue
lateMinutes: soon
printers:
  - { name: Front, url: http://printer }
  - { name: back, url: tcp://10.0.0.1:9100, model: laser }
`);
    expect(code).toBe("config-invalid");
    expect(detail.faults?.map(({ path }) => path).sort()).toEqual(
      ["colour", "lateMinutes", "listen", "port", "printers.0.name", "printers.0.url", "printers.1.model"].sort(),
    );
    for (const { message } of detail.faults ?? []) expect(message.length).toBeGreaterThan(5);
    expect(detail.hint).toContain(path);
  });

  test.each([
    ["two printers of one name", "printers: [{ name: a, url: 'tcp://1.2.3.4' }, { name: a, url: 'tcp://1.2.3.5' }]", "printers"],
    ["an address anybody on the network could reach", "listen: 192.168.1.7", "listen"],
    [
      "a document printer named as another printer",
      "printers: [{ name: a, url: 'tcp://1.2.3.4' }]\ndocumentPrinters: [{ name: a, url: 'ipp://1.2.3.5/' }]",
      "documentPrinters",
    ],
    ["a document printer without a host", "documentPrinters: [{ name: a, url: 'ipp:///ipp/print' }]", "documentPrinters.0.url"],
    [
      "a document printer with a secret in its address",
      "documentPrinters: [{ name: a, url: 'ipp://u:p@host/' }]",
      "documentPrinters.0.url",
    ],
    ["a slip printer's address for documents", "documentPrinters: [{ name: a, url: 'tcp://1.2.3.4' }]", "documentPrinters.0.url"],
    ["a queue without a name", "documentPrinters: [{ name: a, url: 'system:///' }]", "documentPrinters.0.url"],
    [
      "a queue that lp would take for an option",
      "documentPrinters: [{ name: a, url: 'system:///-o' }]",
      "documentPrinters.0.url",
    ],
    ["the same in disguise", "documentPrinters: [{ name: a, url: 'system:///%2do' }]", "documentPrinters.0.url"],
    ["a queue with a line break", "documentPrinters: [{ name: a, url: 'system:///a%0Ab' }]", "documentPrinters.0.url"],
    [
      "a webhook others can listen to",
      "alerts: { webhook: { url: 'http://shop.example/', secretFile: s } }",
      "alerts.webhook.url",
    ],
    [
      "a webhook with a secret in its address",
      "alerts: { webhook: { url: 'https://u:p@a.tw/', secretFile: s } }",
      "alerts.webhook.url",
    ],
    [
      "a mail server with a password in its address",
      "alerts: { mail: { server: 'smtps://u:p@a.tw', passwordFile: s, from: a@b.tw, to: [a@b.tw] } }",
      "alerts.mail.server",
    ],
    [
      "a user without a password",
      "alerts: { mail: { server: 'smtps://u@a.tw', from: a@b.tw, to: [a@b.tw] } }",
      "alerts.mail.passwordFile",
    ],
    ["a mail to nobody", "alerts: { mail: { server: 'smtps://a.tw', from: a@b.tw, to: [] } }", "alerts.mail.to"],
    ["half a seller", "seller: { name: 茶 }", "seller.businessId"],
    ["a gap of no days", "longestGapDays: 0", "longestGapDays"],
  ])("%s is named", (_, yaml, fault) => {
    expect(refusal(yaml).detail.faults?.map(({ path }) => path)).toContain(fault);
  });

  test.each([
    "tcp://192.168.1.50:9100",
    "file:///dev/usb/lp0",
    "serial:///dev/ttyUSB0?baud=19200&flow=hardware",
    "serial:///COM3",
    "usb:///04b8/0e15",
    "cups:///till",
    "winspool:///EPSON%20TM-T82III",
  ])("a printer may be at %s", (url) => {
    expect(load(`printers: [{ name: front, url: "${url}" }]`).printers[0]?.url).toBe(url);
  });

  test("a printer at another kind of address is refused with every form there is", () => {
    const [fault] = refusal("printers: [{ name: front, url: 'http://printer' }]").detail.faults ?? [];
    for (const scheme of ["tcp", "file", "serial", "usb", "cups", "winspool"]) expect(fault?.message).toContain(`${scheme}://`);
    const [a4] = refusal("printers: [{ name: front, url: 'ipp://printer/ipp/print' }]").detail.faults ?? [];
    expect(a4?.message).toContain("A4");
  });

  test.each([
    ["a list", "- a\n- b\n"],
    ["a word", "hello\n"],
    ["no YAML", "port: [1\n"],
  ])("%s in the file's place is refused by the file's name", (_, yaml) => {
    expect(refusal(yaml)).toMatchObject({ code: "config-invalid", message: expect.stringContaining(path) });
  });
});

test("the example is a working configuration and shows every key", () => {
  const example = loadConfig(fileURLToPath(new URL("../../config/tillseal.example.yaml", import.meta.url)), {});
  expect(Object.keys(example).sort()).toEqual(Object.keys(configSchema.shape).sort());
});

test.each([
  ["too narrow for the slip's column", "{ dots: 360, dpi: 203 }"],
  ["that ends before the column does", "{ dots: 512, dpi: 180, columnLeft: 160 }"],
])("a head %s is named", (_, head) => {
  const faults = refusal(`printers: [{ name: a, url: 'tcp://1.2.3.4', head: ${head} }]`).detail.faults;
  expect(faults?.map(({ path }) => path)).toEqual(["printers.0.head"]);
});
