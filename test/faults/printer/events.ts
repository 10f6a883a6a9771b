import { request } from "node:http";
import type { Door } from "../../../bench/rig/post.ts";

/** Something the till told its listeners, and when it was heard. */
export interface Happening {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly atMs: number;
}

/** Listens at `/v1/events` as a panel does. Resolves when the till has begun to tell. */
export function hearEvents({ url, token, host }: Door): Promise<{ readonly happened: readonly Happening[]; stop(): void }> {
  const happened: Happening[] = [];
  const headers = { authorization: `Bearer ${token}`, ...(host && { host }) };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/v1/events`, { headers, agent: false }, (response) => {
      let rest = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        const messages = (rest + part).split("\n\n");
        rest = messages.pop() ?? "";
        happened.push(...messages.flatMap(read));
        resolve({ happened, stop: () => asked.destroy() });
      });
      response.on("error", () => {}); // we stopped listening
    });
    asked.on("error", reject).end();
  });
}

function read(message: string): Happening[] {
  const event = /^event: (.*)$/m.exec(message)?.[1];
  const data = /^data: (.*)$/m.exec(message)?.[1];
  return event && data ? [{ event, data: JSON.parse(data), atMs: performance.now() }] : [];
}
