import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A post as a program got it. */
export interface ReceivedPost {
  readonly id: string;
  readonly signed: boolean;
  readonly body: {
    readonly id: string;
    readonly code: string;
    readonly key: string;
    readonly event: string;
    readonly severity: string;
    readonly what: { readonly zh: string; readonly en: string };
    readonly next: { readonly zh: string; readonly en: string } | null;
  };
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly posts: readonly ReceivedPost[];
  /** What it answers; 0: nothing, ever. */
  status: number;
}

/** A program that is told of alerts, on a real port. */
export async function aReceiver(secret: string): Promise<Receiver> {
  const posts: ReceivedPost[] = [];
  const receiver = { posts, status: 204 };
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const body = Buffer.concat(pieces);
      const [, at, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers["tillseal-signature"])) ?? [];
      const signed = createHmac("sha256", secret).update(`${at}.`).update(body).digest("hex") === signature;
      posts.push({ id: String(request.headers["tillseal-id"]), signed, body: JSON.parse(body.toString("utf8")) });
      if (receiver.status > 0) response.writeHead(receiver.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
