import { z } from "@hono/zod-openapi";
import { printable, requestId } from "./sale.ts";

const many = <T extends z.ZodType>(row: T) => z.array(row).readonly();
const countAndTotal = z.object({ count: z.int(), total: z.int() });

/** Money by kind of tax, minor units. */
const figures = z
  .object({
    count: z.int(),
    taxable: z.int().openapi({ description: "As in the records: with tax inside for consumers, without it for companies." }),
    zeroRated: z.int(),
    exempt: z.int(),
    special: z.int(),
    tax: z.int().openapi({ description: "Tax that stands apart: companies' only." }),
    total: z.int(),
  })
  .openapi("Figures");

const head = z.object({ seq: z.int(), hash: z.string() }).openapi({
  description: "The journal's newest entry when the report was made. No figure of the totals is of a later one.",
});

const heading = {
  format: z.literal(1),
  region: z.string(),
  environment: z.enum(["demo", "rehearsal", "live"]),
  seller: z.object({ businessId: z.string(), name: z.string(), address: z.string() }),
  currency: z.string(),
  madeAt: z.string(),
  head,
};

const dayTotals = z.object({
  issued: figures,
  reissued: figures.openapi({ description: "Corrected revisions under the number of a withdrawn invoice." }),
  cancelled: figures.openapi({ description: "Cancelled on this day, whenever they were issued." }),
  withdrawn: figures.openapi({ description: "Withdrawn on this day; not those cancelled before." }),
  withdrawnAfterCancel: z.int(),
  allowances: figures,
  allowancesCancelled: figures,
  net: figures.openapi({
    description: "issued + reissued − cancelled − withdrawn − allowances + allowancesCancelled; `count` is of invoices.",
  }),
  ranges: many(z.object({ invoiceType: z.string(), period: z.string(), first: z.string(), last: z.string(), count: z.int() })),
  payments: many(
    z.object({
      method: z.string().nullable().openapi({ description: "null: what the tills left unsaid of their totals." }),
      taken: z.int(),
      undone: z.int().openapi({ description: "Of invoices cancelled or withdrawn on this day." }),
    }),
  ),
  tills: many(
    z.object({
      terminal: z.string().nullable(),
      cashier: z.string().nullable(),
      issued: countAndTotal,
      undone: countAndTotal,
      allowances: countAndTotal,
      net: z.int(),
    }),
  ),
  recipients: z.object({
    companies: z.int(),
    consumers: z.int(),
    onPaper: z.int(),
    carriers: z.int(),
    donations: z.int(),
  }),
});

export const dayReportAnswer = z
  .object({
    ...heading,
    date: z.string(),
    terminal: z.string().nullable(),
    totals: dayTotals,
    papers: z.object({
      printed: z.int(),
      sent: z.int(),
      settled: z.int(),
      doubtful: z.int(),
      waiting: z.int(),
      held: z.int(),
      replaced: z.int(),
      dropped: z.int(),
      copies: z.int(),
    }),
    uploads: z.record(z.string(), z.int()).openapi({ description: "Messages of the day's acts, by state." }),
    numbersLeft: many(z.object({ invoiceType: z.string(), left: z.int() })),
    open: many(z.object({ code: z.string(), count: z.int(), message: z.string() })).openapi({
      description: "What is not finished on the whole till.",
    }),
  })
  .openapi("DayReport");

export const closingAnswer = dayReportAnswer
  .extend({
    by: z.string(),
    previous: z
      .object({
        seq: z.int(),
        hash: z.string(),
        date: z.string(),
        madeAt: z.string(),
        since: z.object({ issued: countAndTotal, undone: countAndTotal, allowances: countAndTotal, net: z.int() }),
      })
      .nullable()
      .openapi({ description: "The closing before this one, of the same terminal or the whole till, and what was done since." }),
    entry: head.openapi({ description: "The closing's own place in the journal." }),
  })
  .openapi("Closing");

const allowanceSums = {
  count: z.int(),
  amount: z.string().openapi({ description: "Without tax, major units, exact." }),
  tax: z.int(),
  total: z.int().openapi({ description: "What the buyers got back, with tax." }),
};
const allowances = z.object({
  ...allowanceSums,
  kinds: many(z.object({ taxType: z.string(), buyer: z.enum(["consumer", "company"]), ...allowanceSums })),
});

const rangeUse = z
  .object({
    invoiceType: z.string(),
    period: z.string(),
    track: z.string(),
    first: z.string(),
    last: z.string(),
    state: z.string(),
    numbers: z.int(),
    issued: z.int(),
    standing: z.int(),
    cancelled: z.int(),
    withdrawn: z.int().openapi({ description: "Withdrawn and not issued again." }),
    free: z.int(),
    unused: z.int(),
    issuedElsewhere: z.int().openapi({ description: "Issued by a till that was lost, as was settled after a restore." }),
    unaccounted: z.int().openapi({ description: "May have been issued after the copy this till was restored from." }),
    missing: z.int(),
    gaps: many(z.object({ first: z.string(), last: z.string() })),
  })
  .openapi("RangeUse", {
    description:
      "numbers = issued + issuedElsewhere + free + unused + unaccounted + missing; issued = standing + cancelled + withdrawn.",
  });

export const periodReportAnswer = z
  .object({
    ...heading,
    period: z.string(),
    from: z.string(),
    to: z.string(),
    running: z.boolean(),
    totals: z.object({
      standing: figures,
      cancelled: figures,
      kinds: many(
        z.object({
          invoiceType: z.string(),
          taxType: z.enum(["taxable", "zero", "exempt", "special", "mixed"]),
          taxRate: z.string(),
          buyer: z.enum(["consumer", "company"]),
          by: z.enum(["paper", "carrier", "donation"]),
          standing: figures,
          cancelled: figures,
        }),
      ),
      cancelledNumbers: many(z.object({ number: z.string(), cancelledAt: z.string() })),
      withdrawnNumbers: many(z.string()),
      allowances,
      allowancesCancelled: allowances,
      ranges: many(rangeUse),
    }),
    accounted: z.boolean().openapi({ description: "Every number of every range is accounted for; if not, see `problems`." }),
    problems: many(z.string()),
    due: many(z.object({ code: z.string(), message: z.string(), at: z.string() })),
  })
  .openapi("PeriodReport");

const date = z.string().max(10).openapi({ example: "2026-11-26", description: "A local day; today by default." });
const terminal = printable(32).openapi({
  example: "POS1",
  description: "Only sales of this terminal; the whole till by default.",
});
const format = z.enum(["json", "csv"]).optional().openapi({ description: "Or ask for text/csv with Accept." });

export const dayQuery = z.strictObject({ date: date.optional(), terminal: terminal.optional(), format });

export const periodQuery = z.strictObject({
  period: z.string().max(20).optional().openapi({ example: "11512", description: "The running one by default." }),
  format,
});

export const closingHeaders = z.object({ "idempotency-key": requestId.optional() });

export const closingBody = z.strictObject({
  date: date.optional(),
  terminal: terminal.optional(),
  print: z.boolean().default(false).openapi({ description: "Print the totals as a slip, too." }),
});

export type DayReportAnswer = z.infer<typeof dayReportAnswer>;
export type ClosingAnswer = z.infer<typeof closingAnswer>;
export type PeriodReportAnswer = z.infer<typeof periodReportAnswer>;
