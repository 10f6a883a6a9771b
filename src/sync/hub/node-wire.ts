import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Wire, WireAnswer } from "./wire.ts";

/** Over HTTP or HTTPS, on a connection of its own, so that it is known whether anything left. Follows no redirection. */
export const nodeWire: Wire = ({ url, headers, body, mostBytes }, signal) =>
  new Promise((resolve) => {
    let nothingLeft = true;
    const broken = (error: Error) => resolve({ result: "broken", reason: inWords(error), nothingLeft });
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

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known (is this machine online?)",
  EAI_AGAIN: "its name cannot be looked up (is this machine online?)",
  EHOSTUNREACH: "there is no way to it (is this machine online?)",
  ENETUNREACH: "there is no network",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ABORT_ERR: "it did not answer in time",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by nobody this machine trusts",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody this machine trusts",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody this machine trusts",
  CERT_HAS_EXPIRED: "its certificate has expired (or this machine's clock is wrong)",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

function inWords(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return words[code] ?? error.message;
}
