import { createRoute } from "@hono/zod-openapi";
import { streamSSE } from "hono/streaming";
import type { Happening } from "../../feed.ts";
import { clientFor, seesOnly } from "../door/credential.ts";
import { refuse } from "../door/problems.ts";
import { type Routes, refusals } from "./routes.ts";

/** A comment line now and then, so that both ends notice a dead connection. */
const heartbeatMs = 15_000;
/** A listener that reads so slowly must come back and read the ledger instead. */
const mostWaiting = 1000;
const mostListeners = 64;

const events = createRoute({
  method: "get",
  path: "/v1/events",
  tags: ["Till"],
  summary: "What happens, as server-sent events: invoice, slip, printer, range, alert",
  security: [{ token: [] }],
  responses: { 200: { description: "An endless stream.", content: { "text/event-stream": {} } }, ...refusals(401, 403, 503) },
});

export const eventRoutes: Routes = (app, { shop: { feed, world } }) => {
  app.openapi(events, (c) => {
    const own = seesOnly(clientFor(c, "see-own"));
    if (feed.listeners >= mostListeners)
      throw refuse("too-many-listeners", `${mostListeners} programs listen already.`, {
        hint: "Close the streams that nobody reads, or ask GET /v1/invoices now and then.",
      });
    return streamSSE(c, async (stream) => {
      const waiting: Happening[] = [];
      let woken = new AbortController();
      const stop = feed.listen((happening) => {
        if (own !== undefined && "client" in happening && happening.client !== own) return;
        waiting.push(happening);
        woken.abort();
      });
      stream.onAbort(() => woken.abort());
      await stream.write(": listening\n\n");
      while (!stream.aborted && waiting.length <= mostWaiting) {
        for (const { kind, ...facts } of waiting.splice(0)) await stream.writeSSE({ event: kind, data: JSON.stringify(facts) });
        woken = new AbortController();
        if (waiting.length > 0 || stream.aborted) continue;
        await world.clock.sleep(heartbeatMs, woken.signal);
        if (!woken.signal.aborted) await stream.write(": still here\n\n");
      }
      stop();
    });
  });
};
