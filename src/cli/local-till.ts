import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { type Fault, Problem } from "../base/problem.ts";
import { pathsOf } from "../daemon/home/home.ts";

const running = z.object({ pid: z.number(), home: z.string(), url: z.string(), token: z.string() });

/** A till that runs on this machine, and the token this user may talk to it with. */
export type LocalTill = z.infer<typeof running>;

/** The running till of a home, or null. A file that a killed till left behind, or that came along with a copied home, is no till. */
export function findLocalTill(path: string): LocalTill | null {
  const till = readRunning(path);
  return till && till.home === homeOf(path) && isAlive(till) ? till : null;
}

/** The running till of a home. Throws `till-not-running`, for what only a till that runs can tell or take. */
export function runningTill(folder: string): LocalTill {
  const till = findLocalTill(pathsOf(folder).running);
  if (till) return till;
  throw new Problem("till-not-running", `No till is running for the home ${folder}.`, {
    hint: `Start it with \`tillseal start --home ${folder}\`, then repeat this in another window.`,
  });
}

/** The running till whose home this one was copied from, as far as what came along with the copy tells; else null. */
export function findOriginal(path: string): LocalTill | null {
  const till = readRunning(path);
  return till && till.home !== homeOf(path) && isAlive(till) ? till : null;
}

function isAlive({ pid }: LocalTill): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The home a `running.json` lies in, whichever way somebody came to it. */
export function homeOf(path: string): string {
  return realpathSync(dirname(path));
}

/** Null where there is none, or a power cut left half of it. */
function readRunning(path: string): LocalTill | null {
  if (!existsSync(path)) return null;
  try {
    return running.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

/** Asks a running till. A refusal is thrown as the problem it is. */
export function get<T>(till: LocalTill, path: string): Promise<T> {
  return ask(till, path, {});
}

/** Asks a running till for a file, byte for byte. A refusal is thrown as the problem it is. */
export async function getFile(till: LocalTill, path: string): Promise<Uint8Array> {
  const response = await knock(till, path);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw problemOf(await response.json());
}

/** Asks a running till for a file too large to be held. A refusal is thrown as the problem it is. */
export async function getStream(till: LocalTill, path: string): Promise<AsyncIterable<Uint8Array>> {
  const response = await knock(till, path);
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

async function ask<T>(till: LocalTill, path: string, asked: Asked): Promise<T> {
  const response = await knock(till, path, asked);
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  throw problemOf(answer);
}

async function knock({ url, token, pid, home }: LocalTill, path: string, { type, ...request }: Asked = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...(type && { "content-type": type }) };
  try {
    return await fetch(`${url}${path}`, { ...request, headers });
  } catch (cause) {
    throw new Problem("till-away", `The till of ${home} (process ${pid}) does not answer at ${url}.`, {
      hint: `Try again in a moment. If process ${pid} is no till, remove ${home}/running.json, which a power cut left behind.`,
      cause,
    });
  }
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
