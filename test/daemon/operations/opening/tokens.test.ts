import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { aSale, aTill, type TestTill } from "../../../till/a-till.ts";
import { problemOf } from "../../problem.ts";

interface Token {
  readonly name: string;
  readonly scope: string;
  readonly token: string;
}

const add = (till: TestTill, body: object, headers = {}) => till.post<Token>("/v1/admin/tokens", body, headers);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

test("a new token opens what its scope opens and nothing else, until it is taken away", async () => {
  await using till = await aTill();
  const { token, ...named } = await (await add(till, { name: "pos-1", scope: "sell" })).json();
  expect(named).toEqual({ name: "pos-1", scope: "sell" });
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
  expect((await till.post("/v1/sales", aSale(), bearer(token))).status).toBe(201);
  expect((await till.get("/v1/admin/tokens", bearer(token))).status).toBe(403);
  expect((await till.post("/v1/admin/tokens/pos-1/remove", {})).status).toBe(200);
  expect((await till.post("/v1/sales", aSale(), bearer(token))).status).toBe(401);
});

test("a name that gets a new secret keeps its request ids, and the old secret opens nothing", async () => {
  await using till = await aTill();
  const first = await (await add(till, { name: "pos", scope: "sell" })).json();
  const sale = aSale();
  const { number } = await (await till.post("/v1/sales", sale, bearer(first.token))).json();
  const second = await (await add(till, { name: "pos", scope: "sell" })).json();
  expect((await till.post("/v1/sales", sale, bearer(first.token))).status).toBe(401);
  const replay = await till.post("/v1/sales", sale, bearer(second.token));
  expect([replay.status, (await replay.json()).number]).toEqual([200, number]);
});

test("the list names every token and no secret; nor does the journal, nor any file of the home", async () => {
  await using till = await aTill();
  const { token } = await (await add(till, { name: "pos", scope: "read" })).json();
  const list = await (await till.get("/v1/admin/tokens")).text();
  expect(list).toContain(`"name":"pos","scope":"read"`);
  const docs = till.home.ledger.journal.after(0, 100).map(({ kind, doc }) => kind + doc);
  expect(docs.at(-1)).toContain(`token{`);
  const files = ["", "-wal"].map((beside) => readFileSync(`${till.home.paths.database}${beside}`, "latin1"));
  for (const text of [list, ...docs, ...files]) expect(text).not.toContain(token);
});

test("a secret is shown once: the same request again is refused and says how to get a new one", async () => {
  await using till = await aTill();
  const again = { "idempotency-key": "token-1" };
  const { token } = await (await add(till, { name: "pos", scope: "sell" }, again)).json();
  const refused = await add(till, { name: "pos", scope: "sell" }, again);
  expect([refused.status, (await problemOf(refused)).code]).toEqual([409, "request-reused"]);
  expect((await till.post("/v1/sales", aSale(), bearer(token))).status).toBe(201);
});

test.each([
  ["a scope there is not", { name: "pos", scope: "everything" }],
  ["a name of signs", { name: "../pos", scope: "sell" }],
  ["the name of the till's own token", { name: "local-admin", scope: "sell" }],
])("a token with %s is refused", async (_, body) => {
  await using till = await aTill();
  expect((await add(till, body)).status).toBe(422);
});

test("a token nobody has cannot be taken away, nor can the till's own", async () => {
  await using till = await aTill();
  expect((await till.post("/v1/admin/tokens/nobody/remove", {})).status).toBe(404);
  expect((await till.post("/v1/admin/tokens/local-admin/remove", {})).status).toBe(422);
});
