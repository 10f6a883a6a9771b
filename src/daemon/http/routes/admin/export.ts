import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { createRoute } from "@hono/zod-openapi";
import { exportPeriod } from "../../../safekeeping/export/export-period.ts";
import { clientFor } from "../../door/credential.ts";
import { exportQuery } from "../../schema/safekeeping.ts";
import { periodOf } from "../numbers/words.ts";
import { type Routes, refusals } from "../routes.ts";

const take = createRoute({
  method: "get",
  path: "/v1/admin/export",
  tags: ["Admin"],
  summary: "All of a period in one file: sealed entries, messages, a table, the journal and the keys to check them with",
  description:
    "A .tar.gz. hashes/*.sha256 are in the form `sha256sum -c` reads; `tillseal verify FILE` checks hashes, seals, chain and messages.",
  security: [{ token: [] }],
  request: { query: exportQuery },
  responses: {
    200: { description: "The archive, as it is made; journalled.", content: { "application/gzip": {} } },
    ...refusals(401, 403, 404, 422, 503),
  },
});

export const exportRoutes: Routes = (app, { shop, copies }) => {
  app.openapi(take, async (c) => {
    const { name: by } = clientFor(c, "manage");
    const period = periodOf(shop, c.req.valid("query").period);
    const tar = await exportPeriod(copies.source, period, by);
    const packed = createGzip({ level: 1 });
    pipeline(Readable.from(tar), packed).catch((error: unknown) => shop.world.log.warn("export", { error: String(error) }));
    return c.body(Readable.toWeb(packed) as ReadableStream, 200, {
      "Content-Type": "application/gzip",
      "Content-Disposition": `attachment; filename="tillseal-${period}.tar.gz"`,
    });
  });
};
