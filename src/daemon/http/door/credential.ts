import type { Context, MiddlewareHandler } from "hono";
import type { Client, Scope } from "../../../../db/till/books/people/tokens.ts";
import type { Ledger } from "../../../../db/till/ledger.ts";
import { refuse } from "./problems.ts";

/** What the door puts beside a request. */
export interface Knocked {
  readonly Variables: { readonly client: Client };
}

/** What a caller may want to do. */
export type Act = "sell" | "sell-or-operate" | "see-own" | "read" | "operate" | "manage";

/** Who may what (design/api.md, Who may knock). Managing is for operators with that role, and until they exist for `admin`. */
const may: Readonly<Record<Act, readonly Scope[]>> = {
  sell: ["sell", "admin"],
  "sell-or-operate": ["sell", "operate", "admin"],
  "see-own": ["sell", "read", "operate", "admin"],
  read: ["read", "operate", "admin"],
  operate: ["operate", "admin"],
  manage: ["admin"],
};

/** Asks for a bearer token and remembers whose it is. */
export function credential(ledger: Ledger): MiddlewareHandler<Knocked> {
  return async (c, next) => {
    const header = c.req.header("authorization");
    const [scheme, secret] = header?.split(" ") ?? [];
    if (scheme?.toLowerCase() !== "bearer" || !secret)
      throw refuse("token-missing", "This needs a token.", { hint: "Send the header Authorization: Bearer <token>." });
    const client = ledger.tokens.bearer(secret);
    if (!client)
      throw refuse("token-unknown", "This token is not known here.", {
        hint: "Tokens belong to one till: use the one it printed at start, or `tillseal token add`.",
      });
    c.set("client", client);
    await next();
  };
}

/** Whose request this is; refuses one whose scope is too small for the act. */
export function clientFor(c: Context<Knocked>, act: Act): Client {
  const client = c.get("client");
  if (may[act].includes(client.scope)) return client;
  throw refuse("scope-too-small", `The token "${client.name}" has the scope ${client.scope}, which does not allow this.`, {
    hint: `This needs a token with one of the scopes ${may[act].join(", ")}.`,
  });
}

/** Whose invoices a client may see: its own, or everyone's (undefined). */
export function seesOnly(client: Client): string | undefined {
  return client.scope === "sell" ? client.name : undefined;
}
