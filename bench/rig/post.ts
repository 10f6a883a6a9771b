import { Agent, request } from "node:http";

/** Where a till is called and with what. */
export interface Door {
  readonly url: string;
  readonly token: string;
  /** The Host header, where it is not the address itself. */
  readonly host?: string;
}

/** What a sale was answered with, as far as a POS must remember it. */
export interface Answer {
  readonly status: number;
  readonly id: string;
  readonly number: string;
  readonly randomCode: string;
  readonly seal: { readonly hash: string };
  readonly slip: { readonly id: string; readonly state: string } | null;
}

/** A caller's connections, kept alive. */
export function keptAlive(callers: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: callers });
}

/** Posts one sale. Rejects when the connection breaks or no answer has come within 20 s. */
export async function postSale(door: Door, agent: Agent, sale: object): Promise<Answer> {
  const { status, body } = await call(door, agent, { path: "/v1/sales", body: sale });
  return { ...(body as Omit<Answer, "status">), status };
}

/** Asks a till anything: GET, or POST when there is a body. */
export function call(
  { url, token, host }: Door,
  agent: Agent,
  { path, body }: { path: string; body?: object },
): Promise<{ status: number; body: unknown }> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(host && { host }),
    ...(body && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
  };
  return new Promise((resolve, reject) => {
    request(`${url}${path}`, { method: body ? "POST" : "GET", agent, headers, timeout: 20_000 }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        try {
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString("utf8")) });
        } catch (error) {
          reject(error);
        }
      });
      response.on("error", reject);
    })
      .on("timeout", function (this: { destroy(error: Error): void }) {
        this.destroy(new Error("no answer within 20 s"));
      })
      .on("error", reject)
      .end(text);
  });
}
