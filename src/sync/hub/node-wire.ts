import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { brokenLine } from "./broken-line.ts";
import type { Wire, WireAnswer } from "./wire.ts";

/** Over HTTP or HTTPS, on a connection of its own, so that it is known whether anything left. Follows no redirection. */
export const nodeWire: Wire = ({ url, headers, body, mostBytes }, signal) =>
  new Promise((resolve) => {
    let nothingLeft = true;
    const broken = (error: Error) => resolve({ result: "broken", reason: brokenLine(error), nothingLeft });
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    const all = { ...headers, "content-length": String(body.length) };
    const request = send(url, { method: "POST", headers: all, agent: false, signal }, (response) => {
      readAll(response, mostBytes).then(resolve, broken);
    });
    request.on("error", broken);
    request.on("socket", (socket) => {
      const ready = url.protocol === "https:" ? "secureConnect" : "connect";
      socket.once(ready, () => {
        nothingLeft = false;
      });
    });
    request.end(body);
  });

async function readAll(response: IncomingMessage, mostBytes: number): Promise<WireAnswer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    pieces.push(piece);
  }
  // A body cut short does not always come as an error.
  if (!response.complete) throw new Error("the answer was cut off");
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
  return { result: "answered", status: response.statusCode ?? 0, headers, body: Buffer.concat(pieces) };
}
