import { z } from "zod";
import { alerts } from "./alerts.ts";
import { fallbackFault, printerRoles } from "./printer-roles.ts";
import { columns, dialectOf, paperOf, printerModelNames } from "./printers.ts";

const loopback = ["127.0.0.1", "::1", "localhost"];

const systemPrinterAddress = "use an address like ipp://192.168.1.60:631/ipp/print or system:///Office%20laser";

const printer = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "use 1 to 32 lower-case letters, digits and hyphens")
      .describe("What the shop calls it; slips, events and routes name it so."),
    url: z
      .url({ protocol: /^(tcp|file|serial|usb|cups|winspool)$/, hostname: /^.*$/, error: ({ input }) => wrongUrl(input) })
      .describe("Where it is: one of tcp, file, serial, usb, cups and winspool, each with its own form of address."),
    model: z.enum(printerModelNames).default("generic-58").describe("What it can do, until a probe has looked."),
    head: z
      .strictObject({
        dots: z.int().min(columns[180].columnDots).max(832).describe("How many dots are across: the last tick that is printed."),
        dpi: z
          .union([z.literal(180), z.literal(203)])
          .default(203)
          .describe("How fine: the bar is 45 mm long at 180, 40 mm at 203."),
        columnLeft: z
          .int()
          .min(0)
          .optional()
          .describe("The dot where the slip's column begins, for a narrow roll in a wide printer; in the middle without it."),
      })
      .optional()
      .describe("What the ruler of `printers probe --page` shows, where it is not as the model says."),
    encoding: z
      .enum(["raster", "hybrid", "native"])
      .optional()
      .describe(
        "How slips are sent: all dots, which every printer knows (raster); the printer's own letters and codes in dots, for slow serial lines (hybrid); its own codes too (native). The model's by default.",
      ),
    text: z
      .enum(["cp950", "gb18030"])
      .optional()
      .describe(
        "Which letters its ROM has: cp950 (Taiwan's Big5) or gb18030, for hybrid and native. What a probe heard by default; all dots until then.",
      ),
    roles: z
      .array(z.enum(printerRoles))
      .min(1)
      .optional()
      .describe(
        "What it is for: proof (the slips of the law), details, receipt (notes, closings and the POS's own tickets), kitchen. Without it, for whatever no other printer is named for.",
      ),
    fallback: z
      .string()
      .optional()
      .describe("The printer that gets what waits here when this one has been down for fallbackAfterSeconds."),
    nativeCodes: z
      .boolean()
      .optional()
      .describe("It was seen to set two QR codes side by side in page mode, and Code 39 one dot wide. Only for native."),
  })
  .superRefine((one, context) => {
    const { encoding, nativeCodes } = dialectOf(one);
    const { widthDots, columnDots, columnLeftDots = 0 } = paperOf(one);
    const complain = (key: string, message: string) => context.addIssue({ code: "custom", path: [key], message });
    if (columnLeftDots + columnDots > widthDots)
      complain("head", `a slip's column is ${columnDots} dots wide: from ${columnLeftDots} on it does not fit ${widthDots}`);
    if (encoding === "native" && !nativeCodes)
      complain("nativeCodes", "say true when a test page with native codes was seen to scan; otherwise use hybrid");
  });

/** Every form of a printer's address, for whoever wrote another. */
function wrongUrl(input: unknown): string {
  const forms =
    "use tcp://192.168.1.50:9100, file:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=19200&flow=hardware (serial:///COM3 on Windows), " +
    "usb:///04b8/0e15, cups:///queue or winspool:///Name%20with%20blanks";
  return /^ipps?:/i.test(String(input)) ? `ipp:// is for A4 pages, not for slips; ${forms}` : forms;
}

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
  headOffice: z
    .string()
    .optional()
    .describe("The 統一編號 of the head office whose numbers these are, where this shop is a branch of it."),
  importer: z
    .boolean()
    .default(true)
    .describe(
      "Whether this till takes what is delivered once for the whole shop (E0501) and joins every till's unused numbers. Exactly one till of a shop does.",
    ),
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
    .superRefine((printers, context) => {
      const fault = fallbackFault(printers);
      if (fault) context.addIssue({ code: "custom", message: fault });
    })
    .describe("The printers; the first one prints the proof slips, unless `roles` says otherwise."),
  fallbackAfterSeconds: z
    .int()
    .min(5)
    .max(3600)
    .default(30)
    .describe("How long a printer must have been down before what waits there goes to its fallback."),
  upstream: z
    .url({
      protocol: /^(turnkey|https|http)$/,
      hostname: /^.*$/,
      error: "use turnkey:///folder for the ministry's Turnkey, or https://… for a hub",
    })
    .refine(isNotOverheard, "use https://… for a hub; http:// only for one on this very machine (http://127.0.0.1:4820)")
    .optional()
    .describe("Where documents go: turnkey:///path/to/its/work/folder, or a hub's https://… address."),
  topUp: z
    .strictObject({
      days: z.int().min(1).max(60).default(3).describe("For how many days, each as busy as the busiest of the last fifteen."),
      atLeast: z.int().min(1).max(100_000).default(100).describe("So many in any case."),
    })
    .prefault({})
    .describe("How many numbers are kept in hand where a hub lends them; for this period, and from its time on for the next."),
  clockServer: z
    .string()
    .regex(/^(|[A-Za-z0-9.-]{1,253}(:\d{1,5})?)$/, "use a host name like time.stdtime.gov.tw, or nothing to ask nobody")
    .default("time.stdtime.gov.tw")
    .describe("The time server (NTP) the clock is compared with; a difference only warns. Empty: nobody is asked."),
  documentPrinters: z
    .array(documentPrinter)
    .max(8)
    .default([])
    .describe("System printers for A4 documents; the first one where a request names none. Slips never go to them."),
  logoLine: z.string().max(60).optional().describe("The line above the slip's title; the seller's name where it is empty."),
  footer: z.array(z.string().max(200)).max(20).optional().describe("The shop's own lines below the codes."),
  drawer: z
    .enum(["never", "cash", "asked"])
    .default("asked")
    .describe("When a sale opens the cash drawer: never, when it is paid in cash, or only when it asks for it (openDrawer)."),
  longestGapDays: z
    .int()
    .min(1)
    .max(3660)
    .default(35)
    .describe("How many days after its newest record a till may be started before its clock is doubted."),
  lateMinutes: z.int().min(1).default(10).describe("A sale older than this is refused unless it says `late: true`."),
  reprintDays: z
    .int()
    .min(1)
    .optional()
    .describe("How many days after its issue an invoice may be reprinted; any number by default."),
  mostCopies: z.int().min(0).max(1000).default(20).describe("How many copies of one invoice's paper may be made in all."),
  backup: z
    .strictObject({
      folder: z.string().min(1).describe("Where the copies go: another disk, a stick, a mounted share. Not the home's own disk."),
      everyHours: z.number().min(0.25).max(720).default(24).describe("How often a copy is made."),
      keep: z.int().min(1).max(1000).default(14).describe("How many copies stay; older ones this till made are removed."),
      passphraseFile: z
        .string()
        .min(1)
        .optional()
        .describe(
          "A file whose first line locks the keys in each copy. Without it they are locked with backup.key, which lies in the home: keep a copy of that elsewhere.",
        ),
    })
    .optional()
    .describe("Copies the till makes by itself; none by default."),
  alerts: alerts.optional().describe("Where alerts go besides status, events and log; nowhere by default."),
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

/** Nobody on the network reads along. */
function isNotOverheard(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol !== "http:" || [...loopback, "[::1]"].includes(hostname);
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
