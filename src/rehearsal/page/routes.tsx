import { type Context, Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { encodePng } from "../../receipt/png.ts";
import { faults } from "../printer/faults.ts";
import type { FeedPress } from "../printer/feed-button.ts";
import type { Machine } from "../printer/machine.ts";
import { gate, refuse } from "./gate.ts";
import type { PaperShelf } from "./paper-shelf.ts";
import { script } from "./script.ts";
import { statusBytes } from "./status-bits.tsx";
import { streamChanges } from "./stream.tsx";
import { style } from "./style.ts";
import { PrinterPage } from "./views.tsx";

export interface PageAppOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly shelf: PaperShelf;
  readonly printerUrl: string;
  readonly port: number;
}

const faultOrder = z.strictObject({
  fault: z.enum(faults, { error: `must be one of: ${faults.join(", ")}` }),
  atByte: z.int().min(1).max(1_000_000_000).optional(),
});
const drawerOrder = z.strictObject({ high: z.boolean() });
const powerOrder = z.strictObject({ on: z.boolean() });
const feedOrder = z.strictObject({
  taps: z.int().min(1).max(20).optional(),
  gapMs: z.int().min(1).max(60_000).optional(),
  holdMs: z.int().min(1).max(60_000).optional(),
});

/** An open page holds a stream; more pages than this are told to come later. */
const streamLimit = 20;
const longestBody = 1000;

/** Everything the page can be asked. Only this computer's own page may change anything. */
export function pageApp({ machine, clock, shelf, printerUrl, port }: PageAppOptions): Hono {
  const app = new Hono();
  const self = ["'self'"];
  const contentSecurityPolicy = { defaultSrc: ["'none'"], imgSrc: self, scriptSrc: self, styleSrc: self, connectSrc: self };
  app.use(secureHeaders({ contentSecurityPolicy: { ...contentSecurityPolicy, frameAncestors: ["'none'"] } }));
  app.use(gate(port));
  app.get("/", (c) => c.html(`<!doctype html>${<PrinterPage machine={machine} shelf={shelf} printerUrl={printerUrl} />}`));
  app.get("/page.css", (c) => c.body(style, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/page.js", (c) => c.body(script, 200, { "content-type": "text/javascript; charset=utf-8" }));
  app.get("/state", (c) => c.json(stateOf(machine, shelf, printerUrl)));
  app.get("/paper/now.png", (c) => png(c, encodePng(machine.attachedPaper, { dotsPerMm: machine.model.dotsPerMm })));
  app.get("/paper/:file{[0-9]+\\.png}", (c) => {
    const piece = shelf.find(Number.parseInt(c.req.param("file"), 10));
    if (!piece) return refuse(c, 404, { code: "paper-unknown", title: "This piece is not kept any more, or never was." });
    return png(c, piece.png);
  });
  let streams = 0;
  app.get("/events", (c) => {
    if (streams >= streamLimit) return refuse(c, 503, { code: "too-many-pages", title: "Too many of these pages are open." });
    streams += 1;
    return streamSSE(c, async (stream) => {
      await streamChanges(stream, { machine, clock, shelf }).finally(() => {
        streams -= 1;
      });
    });
  });
  addOrders(app, machine, () => stateOf(machine, shelf, printerUrl));
  return app;
}

function addOrders(app: Hono, machine: Machine, state: () => object): void {
  const order = <T,>(path: string, schema: z.ZodType<T>, act: (order: T) => void) =>
    app.post(path, async (c) => {
      const parsed = schema.safeParse(await bodyOf(c));
      if (!parsed.success) return refuse(c, 400, refusalOf(parsed.error));
      act(parsed.data);
      return c.json(state());
    });
  order("/faults", faultOrder, ({ fault, atByte }) => machine.setFault(fault, atByte));
  order("/feed", feedOrder, (press) => void machine.pressFeed(press as FeedPress));
  order("/drawer", drawerOrder, ({ high }) => machine.setDrawerPin(high));
  order("/power", powerOrder, ({ on }) => machine.setPower(on));
}

function stateOf(machine: Machine, shelf: PaperShelf, printerUrl: string): object {
  const { journal, model, state } = machine;
  const paper = shelf.pieces.map(({ png, ...piece }) => ({ ...piece, image: `/paper/${piece.number}.png` }));
  const status = statusBytes(state.sensors);
  return { printer: printerUrl, model: model.name, ...state, status, ...journal, paper };
}

function png(c: Context, bytes: Uint8Array): Response {
  return c.body(Buffer.from(bytes), 200, { "content-type": "image/png", "cache-control": "no-store" });
}

/** The body as JSON; undefined when it is none, which every schema refuses. */
async function bodyOf(c: Context): Promise<unknown> {
  const length = Number(c.req.header("content-length") ?? Number.NaN);
  if (!(length <= longestBody)) return undefined;
  return await c.req.json().catch(() => undefined);
}

function refusalOf({ issues }: z.ZodError) {
  const faults = issues.map(({ path, code, message }) => ({ path: path.join(".") || "(body)", code, message }));
  return { code: "order-invalid", title: faults.map((fault) => `${fault.path}: ${fault.message}`).join("; "), faults };
}
