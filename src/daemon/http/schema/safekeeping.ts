import { z } from "@hono/zod-openapi";
import { requestId } from "./sale.ts";

export const safekeepingHeaders = z.object({ "idempotency-key": requestId.optional() });

export const backupBody = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .max(1000)
      .openapi({ example: "/mnt/copies/shop.backup", description: "A new file, on this machine." }),
    passphrase: z.string().min(12).max(1000).optional().openapi({
      description: "Locks the keys in the copy. Without it only the home's backup.key opens them.",
    }),
  })
  .openapi("BackupRequest");

export const backupAnswer = z
  .object({
    file: z.string(),
    folder: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    head: z.object({ seq: z.int(), hash: z.string() }).openapi({ description: "The newest entry that is in the copy." }),
    madeAt: z.string(),
    lock: z.enum(["passphrase", "backup-key"]).nullable().openapi({ description: "null when it was made before." }),
  })
  .openapi("Backup");

export type BackupAnswer = z.infer<typeof backupAnswer>;

export const exportQuery = z.strictObject({ period: z.string().max(20).openapi({ example: "11512" }) });
