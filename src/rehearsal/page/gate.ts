import type { Context, MiddlewareHandler } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Fault as FieldFault } from "../../base/problem.ts";

/**
 * Lets in only this page itself. A foreign Host is how a web page reaches 127.0.0.1 by DNS rebinding; a form of a foreign
 * page can post text/plain without asking.
 */
export function gate(port: number): MiddlewareHandler {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    if (!hosts.includes(host))
      return refuse(context, 403, { code: "host-unknown", title: "This page is only for this computer." });
    if (context.req.method !== "GET") {
      const origin = context.req.header("origin");
      if (origin !== undefined && origin !== `http://${host}`) {
        return refuse(context, 403, { code: "origin-foreign", title: "Only the printer's own page may press its buttons." });
      }
      const type = context.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
      if (type !== "application/json") return refuse(context, 415, { code: "not-json", title: "Send application/json." });
    }
    await next();
  };
}

/** Why a request is refused. */
export interface Refusal {
  readonly code: string;
  readonly title: string;
  readonly faults?: readonly FieldFault[];
}

/** An answer of RFC 9457. */
export function refuse(context: Context, status: ContentfulStatusCode, refusal: Refusal): Response {
  const body = JSON.stringify({ type: "about:blank", status, ...refusal });
  return context.body(body, status, { "content-type": "application/problem+json" });
}
