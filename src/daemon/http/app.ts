import { OpenAPIHono } from "@hono/zod-openapi";
import { credential, type Knocked } from "./door/credential.ts";
import { type GateRules, gate, limitBody } from "./door/gate.ts";
import { losslessJson } from "./door/lossless.ts";
import { problemDocument } from "./door/problem-document.ts";
import { refuse } from "./door/problems.ts";
import { backupRoutes } from "./routes/admin/backup.ts";
import { clockRoutes } from "./routes/admin/clock.ts";
import { drillRoutes } from "./routes/admin/drill.ts";
import { exportRoutes } from "./routes/admin/export.ts";
import { keyRoutes } from "./routes/admin/keys.ts";
import { operatorRoutes } from "./routes/admin/operators.ts";
import { printerAdminRoutes } from "./routes/admin/printers.ts";
import { roadRoutes } from "./routes/admin/road.ts";
import { tokenRoutes } from "./routes/admin/tokens.ts";
import { upstreamRoutes } from "./routes/admin/upstream.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { docs } from "./routes/docs.ts";
import { eventRoutes } from "./routes/events.ts";
import { documentRoutes } from "./routes/invoice/document.ts";
import { invoices } from "./routes/invoice/invoices.ts";
import { messageRoutes } from "./routes/invoice/messages.ts";
import { undoing } from "./routes/invoice/undo.ts";
import { journal } from "./routes/journal.ts";
import { metricRoutes } from "./routes/metrics.ts";
import { rangeRoutes } from "./routes/numbers/ranges.ts";
import { unaccountedRoutes } from "./routes/numbers/unaccounted.ts";
import { unusedRoutes } from "./routes/numbers/unused.ts";
import { outboxRoutes } from "./routes/outbox.ts";
import { printerUse } from "./routes/paper/printer-use.ts";
import { printerRoutes } from "./routes/paper/printers.ts";
import { reprintRoutes } from "./routes/paper/reprints.ts";
import { slips } from "./routes/paper/slips.ts";
import { ticketRoutes } from "./routes/paper/tickets.ts";
import { reportRoutes } from "./routes/report/reports.ts";
import type { Behind } from "./routes/routes.ts";
import { sales } from "./routes/sales.ts";
import { statusRoutes } from "./routes/status.ts";
import { whatIsWrong } from "./schema/faults.ts";

export type App = OpenAPIHono<Knocked>;

/** The door: size limit, Host and Origin, credential, lossless JSON, schema; then the operation. Nothing else. */
export function buildApp(behind: Behind, rules: GateRules): App {
  const app: App = new OpenAPIHono<Knocked>({
    defaultHook: (result) => {
      if (!result.success) throw refuse("request-invalid", ...whatIsWrong(result.error));
    },
  });
  app.onError((error, c) => {
    const answer = problemDocument(c, error);
    if (answer.status === 500) behind.shop.world.log.error("internal", { route: c.req.routePath, error: String(error.stack) });
    return answer;
  });
  app.notFound((c) =>
    problemDocument(
      c,
      refuse("no-such-route", `There is nothing at ${c.req.method} ${c.req.path}.`, {
        hint: "GET /openapi.json lists every route.",
      }),
    ),
  );
  app.use(gate(rules));
  app.get("/healthz", (c) => c.json({ alive: true }, 200));
  docs(app, behind);
  app.use("/metrics", credential(behind.shop.ledger));
  app.use("/v1/*", credential(behind.shop.ledger), limitBody, losslessJson);
  for (const routes of [
    messageRoutes,
    sales,
    invoices,
    documentRoutes,
    undoing,
    slips,
    reprintRoutes,
    statusRoutes,
    rangeRoutes,
    outboxRoutes,
    alertRoutes,
    metricRoutes,
    unusedRoutes,
    unaccountedRoutes,
    printerRoutes,
    printerUse,
    ticketRoutes,
    journal,
    eventRoutes,
    clockRoutes,
    backupRoutes,
    exportRoutes,
    drillRoutes,
    tokenRoutes,
    operatorRoutes,
    keyRoutes,
    upstreamRoutes,
    printerAdminRoutes,
    roadRoutes,
    reportRoutes,
  ])
    routes(app, behind);
  return app;
}
