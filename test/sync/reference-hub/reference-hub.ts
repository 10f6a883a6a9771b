import { createPublicKey, type KeyObject } from "node:crypto";
import type { Server } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import type { ZodType } from "zod";
import type { Clock } from "../../../src/base/clock.ts";
import { kidOf } from "../../../src/invoice/seal/seal.ts";
import {
  enrolRequest,
  handshakeRequest,
  inquireRequest,
  issuedRequest,
  leaseRequest,
  type Place,
  parcelsRequest,
  places,
  returnRequest,
} from "../../../src/sync/protocol.ts";
import type { Certified } from "../../authority.ts";
import { HubBooks } from "./books.ts";
import { Doorkeeper } from "./doorkeeper.ts";
import type { Mood } from "./moods.ts";

type HubContext = Context<{ Bindings: HttpBindings }>;

/** A hub small enough to read: the whole protocol, on a real socket, over books in memory. */
export interface ReferenceHub extends AsyncDisposable {
  readonly books: HubBooks;
  readonly address: URL;
  /** How the next requests go wrong, one after the other. */
  readonly moods: (Mood | null)[];
  /** The port is taken away, and opened again. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

const mostBodyBytes = 16 * 1024 * 1024;

/** A refusal as a problem document. */
class Refused extends Error {
  readonly status: 400 | 401 | 403 | 429;
  readonly code: string;
  readonly retryAfter: number | undefined;

  constructor(status: Refused["status"], code: string, { detail, retryAfter }: { detail: string; retryAfter?: number }) {
    super(detail);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** On https://localhost with a certificate, on plain HTTP without one. */
export async function aReferenceHub(clock: Pick<Clock, "now">, certified?: Certified): Promise<ReferenceHub> {
  const books = new HubBooks();
  const moods: (Mood | null)[] = [];
  let port = 0;
  const origin = () => (certified ? `https://localhost:${port}` : `http://127.0.0.1:${port}`);
  const app = hubApp(books, { clock, moods, address: origin });
  let server = await serve(app, 0, certified);
  port = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return {
    books,
    moods,
    address: new URL(`${origin()}/`),
    cut: close,
    async mend() {
      server = await serve(app, port, certified);
    },
    [Symbol.asyncDispose]: close,
  };
}

function serve(app: Hono<{ Bindings: HttpBindings }>, port: number, certified?: Certified): Promise<Server> {
  const secure = certified && { createServer, serverOptions: { ...certified } };
  const server = createAdaptorServer({ fetch: app.fetch, ...secure }) as Server;
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

interface Door {
  readonly clock: Pick<Clock, "now">;
  readonly moods: (Mood | null)[];
  address(): string;
}

/** The hub without a port. */
export function hubApp(books: HubBooks, { clock, moods, address }: Door): Hono<{ Bindings: HttpBindings }> {
  const keyOf = (till: string) => keyFrom(books.publicKeyOf(till));
  const doorkeeper = new Doorkeeper({ clock, keyOf });
  const app = new Hono<{ Bindings: HttpBindings }>();

  /** Who asks, once it is certain. */
  function admit(c: HubContext, body: Uint8Array, keys: (till: string) => KeyObject | undefined): string {
    const message = {
      method: "POST",
      url: new URL(`${c.req.path}${new URL(c.req.url).search}`, address()),
      headers: c.req.header(),
    };
    const admitted = doorkeeper.admit(message, body, keys);
    if (admitted.result === "refused") throw new Refused(401, admitted.code, { detail: admitted.reason });
    return admitted.keyid;
  }

  /** One question: let in, understood, answered; and now and then badly. */
  function on<T>(place: Place, schema: ZodType<T>, answer: (till: string, question: T) => object): void {
    app.post(`/${places[place]}`, async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      const mood = moods.shift() ?? null;
      const nothing = mood && instead[mood]?.(c);
      if (nothing) return nothing;
      const question = understood(schema, body);
      const keys = place === "enrol" ? () => keyFrom((question as { publicKey: string }).publicKey) : keyOf;
      const till = admit(c, body, keys);
      const ask = () => {
        const said = answer(till, question);
        return { ...said, epoch: books.epoch }; // after the answer, which may have begun a new one
      };
      if (mood === "twice") ask();
      return badly(c, mood, ask());
    });
  }

  on("enrol", enrolRequest, (till, question) => {
    if (kidOf(keyFrom(question.publicKey)!) !== till)
      throw new Refused(401, "key-differs", { detail: "It is signed with another key." });
    if (!books.enrol(till, question))
      throw new Refused(403, "code-refused", { detail: "This code is not known, or was used by another till." });
    return { till, hub: "總公司" };
  });
  on("parcels", parcelsRequest, (till, { parcels }) => {
    if (books.waitsFor.includes(till))
      throw new Refused(429, "tell-first", { detail: "The hub was restored: tell it first what you have.", retryAfter: 1 });
    return { answers: parcels.map((parcel) => books.keep(till, parcel)) };
  });
  on("inquire", inquireRequest, (till, { parcels }) => ({ answers: parcels.map((one) => books.whatBecameOf(till, one)) }));
  on("lease", leaseRequest, (till, question) => ({ ...books.lend(till, question), marks: books.marks }));
  on("giveBack", returnRequest, (till, { ranges }) => ({ returned: books.giveBack(till, ranges) }));
  on("issued", issuedRequest, (_, search) => ({ numbers: books.issued(search) }));
  on("handshake", handshakeRequest, (till, report) => books.shakeHands(till, report));

  app.onError((error, c) => {
    if (!(error instanceof Refused)) throw error;
    if (error.retryAfter !== undefined) c.header("retry-after", String(error.retryAfter));
    return c.json({ code: error.code, detail: error.message, epoch: books.epoch }, error.status);
  });
  return app;
}

/** What happens instead of an answer, before anything was looked at. */
const instead: Partial<Record<Mood, (c: HubContext) => Response | Promise<Response>>> = {
  silent: () => new Promise<Response>(() => {}),
  "lose-before": dropped,
  "error-before": (c) => c.text("Bad gateway", 502),
  busy: () => {
    throw new Refused(429, "busy", { detail: "Too many tills at once.", retryAfter: 7 });
  },
};

function keyFrom(publicKey: string | undefined): KeyObject | undefined {
  return publicKey === undefined
    ? undefined
    : createPublicKey({ key: Buffer.from(publicKey, "base64"), type: "spki", format: "der" });
}

function understood<T>(schema: ZodType<T>, body: Uint8Array): T {
  try {
    return schema.parse(JSON.parse(gunzipSync(body, { maxOutputLength: mostBodyBytes }).toString("utf8")));
  } catch {
    throw new Refused(400, "request-invalid", { detail: "The body is not what is asked here." });
  }
}

/** All was done; what the till hears of it is another matter. */
function badly(c: HubContext, mood: Mood | null, answer: object): Response {
  const text = JSON.stringify(answer);
  const answers = "answers" in answer ? (answer.answers as { id: number }[]) : [];
  switch (mood) {
    case "lose-after":
      return dropped(c);
    case "error-after":
      return c.text("Internal error", 500);
    case "cut-body":
      return cutShort(c, text);
    case "garbage":
      return c.html("<h1>Welcome to the café's network</h1>");
    case "huge":
      return c.body(" ".repeat(5 * 1024 * 1024));
    case "forgets-some":
      return c.json({ ...answer, answers: answers.filter((_, index) => index % 2 === 0) });
    case "strange-ids":
      return c.json({ ...answer, answers: answers.map((one) => ({ ...one, id: one.id + 1_000_000 })) });
    default:
      return c.body(text, 200, { "content-type": "application/json" });
  }
}

function dropped(c: HubContext): Response {
  c.env.incoming.socket.destroy();
  return c.body(null);
}

function cutShort(c: HubContext, text: string): Response {
  const { outgoing } = c.env;
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": String(text.length) });
  outgoing.write(text.slice(0, text.length / 2));
  setImmediate(() => c.env.incoming.socket.destroy());
  return RESPONSE_ALREADY_SENT;
}
