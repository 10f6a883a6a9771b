import { z } from "@hono/zod-openapi";
import { roadWays } from "../../../regions/road.ts";
import { localAdmin } from "../../operations/opening/tokens.ts";
import { printable } from "./sale.ts";

export const personName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,62}$/u, "use 1 to 63 letters, digits, blanks, dots, hyphens")
  .openapi({ example: "amy" });

export const tokenName = personName.refine((name) => name !== localAdmin, "is the till's own token, made anew at each start");

const scope = z.enum(["sell", "read", "operate", "admin"]);
const role = z.enum(["cashier", "manager", "auditor"]);
const pin = z.string().regex(/^\d{4,12}$/, "a PIN has four to twelve digits");

export const tokenBody = z.strictObject({ name: tokenName, scope });
export const tokenAnswer = z
  .object({
    name: z.string(),
    scope,
    token: z.string().openapi({ description: "Shown this once, and kept nowhere but as its hash." }),
  })
  .openapi("NewToken");
export const tokensAnswer = z.object({ tokens: z.array(z.object({ name: z.string(), scope, createdAt: z.string() })) });

export const operatorBody = z.strictObject({ name: personName, role, pin: pin.optional() });
export const pinBody = z.strictObject({ pin: pin.optional() });
export const checkBody = z.strictObject({ pin });
export const operatorAnswer = z.object({ name: z.string(), role }).openapi("Operator");
export const newOperatorAnswer = operatorAnswer
  .extend({ pin: z.string().nullable().openapi({ description: "Only where the till made it; shown this once." }) })
  .openapi("NewOperator");
export const operatorsAnswer = z.object({
  operators: z.array(operatorAnswer.extend({ createdAt: z.string(), lockedUntil: z.string().nullable() })),
});

export const keyBody = z.strictObject({
  hex: z.string().max(200).optional(),
  passphrase: z.string().max(200).optional(),
  check: z.string().max(200).optional().openapi({ description: "A cipher known to be right: NUMBER+RANDOM=CIPHER." }),
  unchecked: z.boolean().default(false),
});
export const keyAnswer = z
  .object({
    fingerprint: z.string(),
    checked: z.boolean().openapi({ description: "Whether it made a known cipher." }),
  })
  .openapi("ImportedKey");

const said = z.object({ local: z.string(), english: z.string() });

export const roadAnswer = z
  .object({
    way: z.enum(roadWays).nullable(),
    steps: z.array(
      z.object({
        id: z.string(),
        title: said,
        how: z.string(),
        papers: z.array(z.string()),
        seenByTill: z.boolean().openapi({ description: "Known to the till itself; nobody has to say it." }),
        state: z.enum(["todo", "done", "not-needed"]),
        evidence: z.string().nullable(),
        date: z.string().nullable(),
      }),
    ),
  })
  .openapi("Road");

export const roadBody = z.strictObject({
  state: z.enum(["todo", "done", "not-needed"]).default("done"),
  evidence: printable(200),
  date: z.iso.date().optional(),
});

export type RoadAnswer = z.infer<typeof roadAnswer>;
