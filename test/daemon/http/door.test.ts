import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

let till: TestTill;
beforeAll(async () => {
  till = await aTill({ config: { origins: ["https://pos.example.tw"] } });
});
afterAll(async () => till[Symbol.asyncDispose]());

const ask = (path: string, init: RequestInit = {}) => till.till.app.request(`http://till.test${path}`, init);

describe("who knocks", () => {
  test("without a token is told how to bring one", async () => {
    const answer = await ask("/v1/status", { headers: { host: "till.test" } });
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    expect(await problemOf(answer)).toMatchObject({ status: 401, code: "token-missing" });
  });

  test.each([
    "Bearer wrong",
    "Bearer ",
    "Basic dGVzdDp0ZXN0",
    "secret-of-test",
  ])("with %j is not let in", async (authorization) => {
    expect((await till.get("/v1/status", { authorization })).status).toBe(401);
  });

  test("needs no token for healthz, the reference and its document", async () => {
    for (const path of ["/healthz", "/openapi.json", "/docs"])
      expect((await ask(path, { headers: { host: "till.test" } })).status).toBe(200);
    expect(await (await ask("/healthz", { headers: { host: "till.test" } })).json()).toEqual({ alive: true });
  });

  test.each([
    ["sell", "POST", "/v1/sales", 201],
    ["sell", "GET", "/v1/status", 200],
    ["sell", "GET", "/v1/slips", 403],
    ["sell", "GET", "/v1/ranges", 403],
    ["sell", "GET", "/v1/journal/head", 403],
    ["sell", "GET", "/v1/verify", 403],
    ["sell", "POST", "/v1/admin/clock/accept", 403],
    ["read", "POST", "/v1/sales", 403],
    ["read", "GET", "/v1/slips", 200],
    ["read", "GET", "/v1/ranges", 200],
    ["read", "GET", "/v1/verify", 200],
    ["operate", "POST", "/v1/sales", 403],
    ["operate", "GET", "/v1/slips", 200],
    ["operate", "POST", "/v1/admin/clock/accept", 403],
    ["admin", "POST", "/v1/sales", 201],
    ["admin", "POST", "/v1/admin/clock/accept", 200],
  ] as const)("with the scope %s and %s %s gets %i", async (scope, method, path, status) => {
    const authorization = `Bearer ${await till.token(`a-${scope}`, scope)}`;
    const body = path === "/v1/sales" ? aSale() : { reason: "test" };
    const answer = method === "POST" ? await till.post(path, body, { authorization }) : await till.get(path, { authorization });
    expect(answer.status).toBe(status);
    if (status === 403) expect(await problemOf(answer)).toMatchObject({ code: "scope-too-small" });
  });
});

describe("a hostile web page gets nothing through", () => {
  test.each([
    "evil.example",
    "till.test:81",
    "127.0.0.1",
    "",
  ])("a foreign Host is refused, even with a token: %j", async (host) => {
    for (const path of ["/v1/status", "/healthz", "/docs", "/openapi.json"])
      expect(await problemOf(await till.get(path, { host }))).toMatchObject({ status: 403, code: "host-refused" });
  });

  test.each([
    "https://evil.example",
    "https://pos.example.tw.evil.example",
    "http://pos.example.tw",
    "https://pos.example.tw:8443",
    "https://till.test",
    "null",
  ])("an Origin nobody listed is refused: %s", async (origin) => {
    const answer = await till.post("/v1/sales", aSale(), { origin });
    expect(answer.headers.has("access-control-allow-origin")).toBe(false);
    expect(await problemOf(answer)).toMatchObject({ status: 403, code: "origin-refused" });
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "application/json-seq",
  ])("a form post as %s is refused", async (type) => {
    const answer = await till.post("/v1/sales", aSale(), { "content-type": type });
    expect(await problemOf(answer)).toMatchObject({ status: 415, code: "json-only" });
  });

  test("a post without a type is refused", async () => {
    const headers = { host: "till.test", authorization: "Bearer secret-of-test" };
    const body = new Blob([JSON.stringify(aSale())]);
    expect(await problemOf(await ask("/v1/sales", { method: "POST", headers, body }))).toMatchObject({ status: 415 });
  });
});

describe("a listed page", () => {
  const origin = "https://pos.example.tw";

  test("may post and read the answer and its headers", async () => {
    const answer = await till.post("/v1/sales", aSale(), { origin, "content-type": "application/json; charset=utf-8" });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answer.headers.get("access-control-expose-headers")).toContain("Idempotent-Replayed");
    expect(answer.headers.get("vary")).toContain("Origin");
    expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
  });

  test("may read refusals too", async () => {
    const answer = await till.post("/v1/sales", {}, { origin });
    expect(answer.status).toBe(422);
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
  });

  test("gets its preflight answered without a token", async () => {
    const preflight = {
      host: "till.test",
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization",
    };
    const answer = await ask("/v1/sales", { method: "OPTIONS", headers: preflight });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-headers")).toContain("Authorization");
    expect(answer.headers.get("access-control-allow-methods")).toContain("POST");
    const foreign = await ask("/v1/sales", { method: "OPTIONS", headers: { ...preflight, origin: "https://evil.example" } });
    expect(foreign.status).toBe(403);
  });

  test("a page the till serves itself needs no listing", async () => {
    expect((await till.post("/v1/sales", aSale(), { origin: "http://till.test" })).status).toBe(201);
  });
});

describe("limits", () => {
  const large = JSON.stringify({ requestId: "large", filler: "x".repeat(2 * 1024 * 1024) });

  test("two megabytes are refused, declared or streamed", async () => {
    expect(await problemOf(await till.post("/v1/sales", large, { "content-length": String(large.length) }))).toMatchObject({
      status: 413,
      code: "body-too-large",
    });
    const stream = new Blob([large]).stream();
    const headers = { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "application/json" };
    const init = { method: "POST", headers, body: stream, duplex: "half" as const };
    expect(await problemOf(await ask("/v1/sales", init))).toMatchObject({ status: 413 });
  });

  test("without a token nobody even has a body read", async () => {
    expect((await till.post("/v1/sales", large, { authorization: "" })).status).toBe(401);
  });
});

describe("what is not there", () => {
  test.each([
    ["GET", "/v1/nothing"],
    ["GET", "/"],
    ["GET", "/v1/sales"],
    ["GET", "/docs/../../package.json"],
    ["GET", "/docs/__proto__"],
    ["GET", "/docs/index.html"],
  ])("%s %s is a problem document like any other", async (_, path) => {
    expect(await problemOf(await till.get(path))).toMatchObject({ status: 404, code: "no-such-route" });
  });

  test.each(["PUT", "DELETE", "PATCH"])("%s changes nothing and is told so", async (method) => {
    const headers = { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "application/json" };
    expect(await problemOf(await ask("/v1/invoices/11512-TS00000000", { method, headers, body: "{}" }))).toMatchObject({
      status: 404,
    });
  });
});
