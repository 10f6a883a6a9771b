import { z } from "zod";
import { printerModelNames } from "./printers.ts";

const loopback = ["127.0.0.1", "::1", "localhost"];

const systemPrinterAddress = "use an address like ipp://192.168.1.60:631/ipp/print or system:///Office%20laser";

const printer = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "use 1 to 32 lower-case letters, digits and hyphens")
    .describe("What the shop calls it; slips, events and routes name it so."),
  url: z
    .url({
      protocol: /^(tcp|file)$/,
      hostname: /^.*$/,
      error: "use an address like tcp://192.168.1.50:9100 or file:///dev/usb/lp0",
    })
    .describe("Where it is: tcp://host:port or file:///path."),
  model: z.enum(printerModelNames).default("generic-58").describe("What it can do, until a probe has looked."),
});

const documentPrinter = z.strictObject({
  name: printer.shape.name,
  url: z
    .url({ protocol: /^(ipp|system)$/, hostname: /^.*$/, error: systemPrinterAddress })
    .refine(isSystemPrinter, systemPrinterAddress)
    .describe("Where it is: ipp://host:port/path, or system:///Name%20of%20the%20queue."),
});

const settings = z.strictObject({
  region: z.string().default("tw").describe("Whose law applies."),
  seller: z
    .strictObject({ businessId: z.string(), name: z.string(), address: z.string() })
    .optional()
    .describe("Who sells, as on the tax registration. A demo home has a seller of its own."),
  listen: z
    .string()
    .default("127.0.0.1")
    .refine((host) => loopback.includes(host), "listening beyond this machine needs tls, which this version does not have yet")
    .describe("The address to listen on; only this machine can reach the default."),
  port: z.int().min(0).max(65_535).default(8455).describe("The port to listen on; 0 takes a free one."),
  hosts: z
    .array(z.string())
    .default([])
    .describe("Host headers to accept besides this machine's own, with port, compared exactly."),
  origins: z
    .array(z.string())
    .default([])
    .describe("Web pages that may call the till, as origins (https://pos.example.tw), compared exactly."),
  printers: z
    .array(printer)
    .max(16)
    .default([])
    .refine(areApart, "two printers have the same name")
    .describe("The printers; the first one prints the proof slips."),
  documentPrinters: z
    .array(documentPrinter)
    .max(8)
    .default([])
    .describe("System printers for A4 documents; the first one where a request names none. Slips never go to them."),
  logoLine: z.string().max(60).optional().describe("The line above the slip's title; the seller's name where it is empty."),
  footer: z.array(z.string().max(200)).max(20).optional().describe("The shop's own lines below the codes."),
  longestGapDays: z
    .int()
    .min(1)
    .max(3660)
    .default(35)
    .describe("How many days after its newest record a till may be started before its clock is doubted."),
  lateMinutes: z.int().min(1).default(10).describe("A sale older than this is refused unless it says `late: true`."),
  freeSpaceMb: z.int().min(0).default(64).describe("Below this much free disk the till refuses to sell before SQLite has to."),
});

/** Everything a shop may choose. Every key has a default and an override TILLSEAL_<KEY> in the environment. */
export const configSchema = settings.refine(({ printers, documentPrinters }) => areApart([...printers, ...documentPrinters]), {
  path: ["documentPrinters"],
  error: "a document printer has the name of another printer",
});

function areApart(list: readonly { readonly name: string }[]): boolean {
  return new Set(list.map(({ name }) => name)).size === list.length;
}

/** A host to ask, or the name of a queue that no command could take for an option. */
function isSystemPrinter(url: string): boolean {
  const { protocol, hostname, pathname, username, password } = new URL(url);
  if (protocol === "ipp:") return hostname !== "" && username === "" && password === "";
  return hostname === "" && /^\/(?!-|%2d)./i.test(pathname) && !/%(?![0-9a-f]{2})|%[01][0-9a-f]|%7f/i.test(pathname);
}

export type Config = z.infer<typeof configSchema>;
export type ConfiguredPrinter = Config["printers"][number];
export type ConfiguredDocumentPrinter = Config["documentPrinters"][number];
