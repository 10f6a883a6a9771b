import type { Scope } from "../../../../db/till/books/people/tokens.ts";
import { refuse } from "../../../invoice/problems.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";
import type { Asking } from "./operators.ts";

/** The name of the token that commands on this machine use: made anew at each start, so nobody may give or take it. */
export const localAdmin = "local-admin";

export interface NewToken extends Asking {
  readonly name: string;
  readonly scope: Scope;
  /** 256 random bits in base64url; kept as their SHA-256 only. */
  readonly secret: string;
}

/** Adds a token, or gives an existing name a new secret and scope: its request ids go on. Journalled, without the secret. */
export function addToken(shop: Shop, { name, scope, secret, by, key }: NewToken): Promise<void> {
  return shop.ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "token-add", content: { name, scope } })) throw shownOnce(name);
    assertWholeJournal(shop);
    const at = secondsNow(shop);
    shop.ledger.tokens.keep({ name, scope }, secret, at);
    shop.ledger.journal.append({ kind: "token", doc: { event: "added", name, scope, by }, at }, shop.key);
  });
}

/** Takes a token's right to knock. Its name keeps its request ids for ever. Journalled. */
export function removeToken(shop: Shop, { name, by, key }: Asking & { readonly name: string }): Promise<void> {
  return shop.ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "token-remove", content: { name } })) return;
    assertWholeJournal(shop);
    if (shop.ledger.tokens.remove(name) === 0)
      throw refuse("not-found", `There is no token "${name}".`, { hint: "`tillseal token list` names them." });
    shop.ledger.journal.append({ kind: "token", doc: { event: "removed", name, by }, at: secondsNow(shop) }, shop.key);
  });
}

function shownOnce(name: string) {
  return refuse("request-reused", `The secret of token "${name}" was given out under this key already, and is shown once only.`, {
    hint: "Send it again under a new Idempotency-Key: the name gets a new secret.",
  });
}
