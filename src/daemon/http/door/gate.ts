import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { isFileType, takesFile } from "./file-body.ts";
import { refuse } from "./problems.ts";

export interface GateRules {
  /** Host headers that are this till, exact; a foreign one is a rebound name. Asked each time: the port is known late. */
  hosts(): ReadonlySet<string>;
  /** Origins of web pages that may call, exact. A page the till serves itself has one of its own hosts. */
  readonly origins: ReadonlySet<string>;
}

/** One mebibyte holds 9,999 lines. */
export const largestBodyBytes = 1024 * 1024;

/**
 * Shuts out web pages nobody listed: exact Host against DNS rebinding, exact Origin against foreign pages, JSON only against
 * form posts (design/faults.md, fact 5). Listed origins get CORS.
 */
export function gate({ hosts, origins }: GateRules): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header("host") ?? "";
    if (!hosts().has(host))
      throw refuse("host-refused", `This till does not answer to the name "${host}".`, {
        hint: "Call it by its own address, or list the name, with port, under `hosts` in tillseal.yaml.",
      });
    const origin = c.req.header("origin");
    if (origin !== undefined && !(origins.has(origin) || isOwn(origin, hosts())))
      throw refuse("origin-refused", `Pages of ${origin} may not call this till.`, {
        hint: "List the origin, exactly as the browser sends it, under `origins` in tillseal.yaml.",
      });
    if (origin !== undefined) allow(c.res.headers, origin);
    if (c.req.method === "OPTIONS" && origin !== undefined) return c.body(null, 204, Object.fromEntries(c.res.headers));
    assertBodyType(c.req.method, c.req.path, c.req.header("content-type") ?? "");
    await next();
    if (origin !== undefined) allow(c.res.headers, origin);
  };
}

/**
 * Refuses a body over the limit, declared or streamed. A declared length is taken at its word, since node's parser ends the
 * body there; to count the bytes of a stream costs as much as all the rest of the door.
 */
export const limitBody: MiddlewareHandler = async (c, next) => {
  const declared = c.req.header("content-length");
  if (declared === undefined || c.req.header("transfer-encoding") !== undefined) return limitStream(c, next);
  if (!(Number(declared) <= largestBodyBytes)) throw tooLarge();
  await next();
};

const limitStream = bodyLimit({
  maxSize: largestBodyBytes,
  onError: () => {
    throw tooLarge();
  },
});

function tooLarge() {
  return refuse("body-too-large", "The request is larger than 1 MiB.", { hint: "A sale has at most 9,999 lines." });
}

function isOwn(origin: string, hosts: ReadonlySet<string>): boolean {
  return origin.startsWith("http://") && hosts.has(origin.slice("http://".length));
}

function allow(headers: Headers, origin: string): void {
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Allow-Methods", "GET, POST");
  headers.set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
  headers.set("Access-Control-Expose-Headers", "Idempotent-Replayed, Retry-After, Location");
  headers.append("Vary", "Origin");
}

/** Browsers send forms and plain text across sites without asking; JSON and the types of files they must ask for. */
function assertBodyType(method: string, path: string, contentType: string): void {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return;
  if (/^application\/json\s*(;|$)/i.test(contentType)) return;
  const mayBeFile = takesFile(method, path);
  if (mayBeFile && isFileType(contentType)) return;
  const wanted = mayBeFile ? "text/csv, application/xml or application/octet-stream" : "application/json";
  throw refuse("json-only", `A ${method} here must be ${wanted}, not ${contentType || "untyped"}.`, {
    hint: "Set the header Content-Type accordingly.",
  });
}
