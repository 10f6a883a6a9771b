import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aTill, type TestTill } from "../../till/a-till.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Operation {
  readonly summary?: string;
  readonly security?: Json;
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema?: Json }[];
  readonly responses: Record<string, { description: string; content?: Record<string, { schema?: { $ref?: string } }> }>;
}
interface Reference {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Json>; readonly securitySchemes: Record<string, Json> };
}

let till: TestTill;
let reference: Reference;
beforeAll(async () => {
  till = await aTill();
  reference = await (await till.get<Reference>("/openapi.json")).json();
});
afterAll(async () => till[Symbol.asyncDispose]());

const operations = () =>
  Object.entries(reference.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe("the reference is a sound OpenAPI 3.1 document", () => {
  test("with its version, its routes and how to show a token", () => {
    expect(reference).toMatchObject({ openapi: "3.1.0", info: { title: "Tillseal" } });
    expect(reference.components.securitySchemes).toEqual({ token: { type: "http", scheme: "bearer" } });
    expect(Object.keys(reference.paths)).toEqual(
      expect.arrayContaining([
        "/v1/sales",
        "/v1/sales/{requestId}/abandon",
        "/v1/invoices",
        "/v1/invoices/{id}",
        "/v1/slips",
        "/v1/slips/{id}/settle",
        "/v1/printers",
        "/v1/ranges",
        "/v1/journal/head",
        "/v1/verify",
        "/v1/events",
        "/v1/status",
        "/v1/admin/clock/accept",
      ]),
    );
  });

  test("in which every reference leads somewhere", () => {
    const targets = [...JSON.stringify(reference).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target!);
    expect(targets.length).toBeGreaterThan(10);
    for (const target of targets) {
      const [root, ...parts] = target.split("/");
      expect(root).toBe("#");
      expect(
        parts.reduce((at: Json | undefined, part) => (at as Record<string, Json>)?.[part], reference as unknown as Json),
      ).toBeDefined();
    }
  });

  test("in which every schema has a type of JSON Schema, and no word of OpenAPI 3.0 is left", () => {
    const types = [...JSON.stringify(reference).matchAll(/"type":("[a-z]+"|\[[^\]]*\])/g)].flatMap(([, type]) =>
      JSON.parse(`[${type}]`).flat(),
    );
    const lawful = ["array", "boolean", "integer", "null", "number", "object", "string", "http"];
    expect(types.filter((type) => !lawful.includes(type))).toEqual([]);
    expect(JSON.stringify(reference)).not.toContain('"nullable":true');
  });

  test("in which every pattern is a regular expression", () => {
    const patterns = [...JSON.stringify(reference).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
      ([, text]) => JSON.parse(text!) as string,
    );
    for (const pattern of patterns) expect(() => new RegExp(pattern, "u")).not.toThrow();
  });

  test("in which every place in a path is explained, and every answer described", () => {
    for (const { path, operation } of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const explained = (operation.parameters ?? []).filter((one) => one.in === "path").map(({ name }) => name);
      expect(explained).toEqual(named);
      expect(operation.summary).toBeTruthy();
      for (const response of Object.values(operation.responses)) expect(response.description).toBeTruthy();
    }
  });

  test("in which every refusal of every route is a problem document, and every route says what no token means", () => {
    for (const { path, method, operation } of operations()) {
      const refusals = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      expect(
        refusals.map(([status]) => status),
        `${method} ${path}`,
      ).toContain("401");
      expect(operation.security).toEqual([{ token: [] }]);
      for (const [, { content }] of refusals)
        expect(content).toEqual({ "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } });
    }
  });
});

describe("the reference's page", () => {
  test("takes everything from this machine", async () => {
    const page = await till.get("/docs");
    const text = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    const sources = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source!);
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) {
      expect(source).toMatch(/^\/docs\//);
      const file = await till.get(source);
      expect([source, file.status]).toEqual([source, 200]);
      expect((await file.text()).length).toBeGreaterThan(50);
    }
    expect(text).not.toMatch(/https?:\/\//);
  });
});
