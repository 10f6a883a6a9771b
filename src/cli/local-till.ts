import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { Problem } from "../base/problem.ts";

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

/** Posts to a running till. A refusal is thrown as the problem it is. */
export async function post<T>({ url, token }: LocalTill, path: string, body: unknown): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer as T;
  const { code, detail, hint } = answer as { code: string; detail: string; hint?: string };
  throw new Problem(code, detail, hint === undefined ? {} : { hint });
}
