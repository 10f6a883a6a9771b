import { connect, type Socket } from "node:net";
import type { PrinterDriver, PrinterPort } from "./driver.ts";
import { onlySettings, wrongAddress } from "./wire/address.ts";
import { asError } from "./wire/giving-up.ts";
import { openInbox } from "./wire/inbox.ts";

const usualPort = 9100;

/** How long a closing wire may take to deliver its last bytes: a slip at 6 KB a second. */
const graceMs = 3_000;

/** A printer on the network: `tcp://host:9100`. */
export const tcp: PrinterDriver = {
  check: assertHostAndPort,
  async open(address, clock, signal) {
    signal.throwIfAborted();
    const host = address.hostname.replace(/^\[(.*)\]$/, "$1");
    const socket = connect({ host, port: Number(address.port || usualPort), noDelay: true, keepAlive: true });
    await connected(socket, signal);
    return portOn(socket, (signal) => clock.sleep(graceMs, signal));
  },
};

const hint = "Write tcp://192.168.1.50:9100: the printer's address, and its port where it is not 9100.";

/** An empty host would be this very machine, and a password would stand in every log. */
function assertHostAndPort(address: URL): void {
  const { hostname, username, password, pathname, hash } = address;
  if (hostname === "") throw wrongAddress("host", `"${address.href}" names no printer.`, hint);
  if (username || password || hash || !/^\/?$/.test(pathname))
    throw wrongAddress("path", "A printer's address on the network is its host and port, and nothing else.", hint);
  onlySettings(address, [], hint);
}

function connected(socket: Socket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // Nothing was written yet, so it may be dropped at once.
    const giveUp = () => socket.destroy(asError(signal.reason));
    signal.addEventListener("abort", giveUp, { once: true });
    socket.on("error", reject);
    socket.once("connect", () => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    });
  });
}

function portOn(socket: Socket, grace: (signal: AbortSignal) => Promise<void>): PrinterPort {
  const closed = new AbortController();
  const inbox = openInbox();
  const close = (reason: Error) => {
    inbox.end();
    closed.abort(reason);
  };
  // Read for the whole life: a reply that meets a closed socket makes the system reset the connection, and the printer
  // then drops what it had not yet taken in (spec 1.2).
  socket.on("data", inbox.push);
  socket.on("error", close);
  socket.on("end", () => close(new Error("the printer closed the connection")));
  socket.on("close", () => close(new Error("the connection closed")));

  return {
    replies: inbox.replies,
    closed: closed.signal,
    async write(bytes, signal) {
      closed.signal.throwIfAborted();
      signal.throwIfAborted();
      await write(socket, bytes, signal);
    },
    async [Symbol.asyncDispose]() {
      if (socket.destroyed) return;
      const gone = new AbortController();
      socket.once("close", () => gone.abort());
      socket.end();
      await grace(gone.signal);
      socket.destroy();
    },
  };
}

/** One chunk at a time waits here until the system has it, so what is queued inside the process stays small. */
function write(socket: Socket, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(asError(signal.reason));
    signal.addEventListener("abort", stop, { once: true });
    socket.write(bytes, (error) => {
      signal.removeEventListener("abort", stop);
      if (error) reject(error);
      else resolve();
    });
  });
}
