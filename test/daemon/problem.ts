import { expect } from "vitest";

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly hint?: string;
  readonly faults?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

/** Reads a refusal and holds it against RFC 9457: its media type, its status, a sentence, and what to do. */
export async function problemOf(response: Pick<Response, "headers" | "json" | "status">): Promise<ProblemBody> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = (await response.json()) as ProblemBody;
  expect(body).toMatchObject({ status: response.status, type: `urn:tillseal:problem:${body.code}` });
  expect(body.title).not.toBe("");
  expect(body.detail).not.toBe("");
  expect(body.hint ?? "").not.toBe("");
  return body;
}
