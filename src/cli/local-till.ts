import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type Fault, Problem } from "../base/problem.ts";

const running = z.object({ pid: z.number(), url: z.string(), token: z.string() });

/** A till that runs on this machine, and the token this user may talk to it with. */
export type LocalTill = z.infer<typeof running>;

/** The running till of a home, or null. A file left behind by a killed till is no till. */
export function findLocalTill(path: string): LocalTill | null {
  if (!existsSync(path)) return null;
  const till = running.parse(JSON.parse(readFileSync(path, "utf8")));
  try {
    process.kill(till.pid, 0);
    return till;
  } catch {
    return null;
  }
}

/** Asks a running till. A refusal is thrown as the problem it is. */
export function get<T>(till: LocalTill, path: string): Promise<T> {
  return ask(till, path, {});
}

/** Asks a running till for a file, byte for byte. A refusal is thrown as the problem it is. */
export async function getFile({ url, token }: LocalTill, path: string): Promise<Uint8Array> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw problemOf(await response.json());
}

/** Asks a running till for a file too large to be held. A refusal is thrown as the problem it is. */
export async function getStream({ url, token }: LocalTill, path: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (response.ok && response.body) return response.body;
  throw problemOf(await response.json());
}

/** Posts JSON to a running till. A refusal is thrown as the problem it is. */
export function post<T>(till: LocalTill, path: string, body: unknown): Promise<T> {
  return ask(till, path, { method: "POST", type: "application/json", body: JSON.stringify(body) });
}

/** Posts a file as it is. A refusal is thrown as the problem it is. */
export function postFile<T>(till: LocalTill, path: string, body: Uint8Array): Promise<T> {
  return ask(till, path, { method: "POST", type: "application/octet-stream", body });
}

interface Asked {
  readonly method?: string;
  readonly type?: string;
  readonly body?: string | Uint8Array;
}

async function ask<T>({ url, token }: LocalTill, path: string, { type, ...request }: Asked): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, ...(type && { "content-type": type }) };
  const response = await fetch(`${url}${path}`, { ...request, headers });
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  throw problemOf(answer);
}

function problemOf(answer: unknown): Problem {
  const { code, detail: message, hint, faults } = answer as Refusal;
  return new Problem(code, message, { ...(hint !== undefined && { hint }), ...(faults && { faults }) });
}

interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly hint?: string;
  readonly faults?: readonly Fault[];
}
