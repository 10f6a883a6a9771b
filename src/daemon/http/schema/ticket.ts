import { z } from "@hono/zod-openapi";
import { printerRoles } from "../../../../config/printer-roles.ts";
import { leastModuleDots } from "../../../receipt/codes/ticket-code.ts";

/** C0 and C1 controls but the line feed, and the marks that turn the reading direction round. */
const unprintable = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu;

const mostBlocks = 500;
/** As many as a long kitchen order or a sheet of vouchers needs. Each one costs the till milliseconds in which it serves nobody. */
export const mostOf = { image: 8, code: 16, cut: 20 } as const;
/** A picture of 256 KiB, in base64. */
const mostBase64 = 4 * Math.ceil((256 * 1024) / 3);

const words = z
  .string()
  .max(2000)
  .transform((text) => text.toWellFormed().replace(/\r\n?/g, "\n").replaceAll("\t", " ").replace(unprintable, ""))
  .openapi({ type: "string", maxLength: 2000, description: "What no paper can show is stripped; \\n begins a new line." });

const align = z.enum(["left", "centre", "right"]);

const text = z.strictObject({
  type: z.literal("text"),
  text: words,
  align: align.default("left"),
  size: z
    .enum(["body", "name", "title"])
    .default("body")
    .openapi({ description: "name is a third larger, title twice as tall." }),
  bold: z.boolean().default(false),
  underline: z.boolean().default(false),
  invert: z.boolean().default(false),
});

const columns = z.strictObject({
  type: z.literal("columns"),
  cells: z
    .array(
      z.strictObject({
        text: words,
        width: z.int().min(1).max(100).default(1).openapi({ description: "Its share of the line beside the others' shares." }),
        align: align.default("left"),
      }),
    )
    .min(1)
    .max(8),
});

const image = z.strictObject({
  type: z.literal("image"),
  png: z.base64().min(1).max(mostBase64).openapi({ description: "At most the head's width by 2,000 dots, and 256 KiB." }),
  align: align.default("centre"),
});

const qr = z.strictObject({
  type: z.literal("qr"),
  text: words.pipe(z.string().min(1).max(1000)),
  module: z.int().min(leastModuleDots).max(12).default(4).openapi({ description: "Dots to a module." }),
  ec: z.enum(["L", "M", "Q", "H"]).default("M"),
  align: align.default("centre"),
});

const alphabets = {
  code39: { form: /^[0-9A-Z\-. $/+%]{1,40}$/, says: "Code 39 has 0-9 A-Z - . $ / + % and the blank, here at most 40 of them" },
  code128: { form: /^[ -~]{1,60}$/, says: "Code 128 has the printable ASCII characters, here at most 60 of them" },
  ean13: { form: /^\d{12,13}$/, says: "an EAN-13 has twelve digits, or thirteen with its check digit" },
} as const;

const barcode = z
  .strictObject({
    type: z.literal("barcode"),
    kind: z.enum(["code39", "code128", "ean13"]),
    text: z.string(),
    height: z.int().min(16).max(255).default(64).openapi({ description: "In dots." }),
    hri: z.boolean().default(false).openapi({ description: "The text in letters below." }),
    align: align.default("centre"),
  })
  .superRefine(({ kind, text: data }, context) => {
    const { form, says } = alphabets[kind];
    if (!form.test(data)) context.addIssue({ code: "custom", path: ["text"], message: says });
  });

const pin = z.union([z.literal(2), z.literal(5)], "a drawer hangs on pin 2 or on pin 5").default(2);

export const ticketBlock = z.discriminatedUnion("type", [
  text,
  columns,
  image,
  qr,
  barcode,
  z.strictObject({ type: z.literal("rule"), style: z.enum(["solid", "dashed"]).default("solid") }),
  z.strictObject({ type: z.literal("feed"), lines: z.int().min(1).max(127).default(1) }),
  z.strictObject({ type: z.literal("cut") }),
  z.strictObject({ type: z.literal("drawer"), pin }),
  z.strictObject({ type: z.literal("beep"), times: z.int().min(1).max(9).default(1) }),
]);

export type TicketBlock = z.infer<typeof ticketBlock>;

interface Bound {
  readonly of: readonly TicketBlock["type"][];
  readonly most: number;
  readonly says: string;
}

const bounds: readonly Bound[] = [
  { of: ["image"], most: mostOf.image, says: `${mostOf.image} images` },
  { of: ["qr", "barcode"], most: mostOf.code, says: `${mostOf.code} codes, QR and bars together` },
  { of: ["cut"], most: mostOf.cut, says: `${mostOf.cut} cuts` },
];

export const ticketBody = z
  .strictObject({
    printer: z.string().max(32).optional().openapi({ description: "By its name." }),
    role: z
      .enum(printerRoles)
      .optional()
      .openapi({ description: "Instead of a name, never beside one: what it is for; `receipt` by default." }),
    blocks: z
      .array(ticketBlock)
      .min(1, "a ticket needs at least one block")
      .max(mostBlocks)
      .openapi({ description: `At most ${mostOf.image} images, ${mostOf.code} QR and bar codes, and ${mostOf.cut} cuts.` }),
    copies: z.int().min(1).max(5).default(1),
  })
  .refine(({ blocks }) => blocks.filter(({ type }) => type === "drawer").length <= 1, {
    path: ["blocks"],
    message: "a ticket opens the drawer at most once",
  })
  .refine(({ printer, role }) => printer === undefined || role === undefined, {
    path: ["role"],
    message: "a ticket goes to a `printer` by its name or to a `role`; give one of the two",
  })
  .superRefine(({ blocks }, context) => {
    for (const { of, most, says } of bounds) {
      const over = blocks.flatMap(({ type }, index) => (of.includes(type) ? [index] : [])).at(most);
      if (over !== undefined)
        context.addIssue({ code: "custom", path: ["blocks", over], message: `a ticket has at most ${says}` });
    }
  })
  .openapi("Ticket");

export const drawerBody = z.strictObject({ pin }).openapi("Drawer");

export const ticketAnswer = z
  .object({
    id: z.string(),
    printer: z.string(),
    state: z.enum(["waiting", "sending", "printed", "sent", "uncertain", "failed", "dropped"]).openapi({
      description:
        "printed: the printer said so. sent: a printer that cannot answer has it. uncertain: look at the paper, and ask again under another id if nothing came. dropped: the drawer would have opened too late.",
    }),
    reason: z.string().nullable(),
    confirmedBy: z.string().nullable(),
    requestId: z.string().nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .openapi("PrintedTicket");
