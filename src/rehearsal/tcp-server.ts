import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { Connection } from "./printer/connection.ts";
import type { Machine } from "./printer/machine.ts";

export interface TcpServerOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 takes any free port. */
  readonly port: number;
  /** 127.0.0.1 by default: who reaches a printer's port may print. */
  readonly host?: string;
  /** What a second host meets, if not what the printer's model says. */
  readonly secondHost?: "waits" | "refused";
}

/** Hosts that wait for the first to go; more are reset. */
const waitingLimit = 8;
const relistenPauseMs = 200;
const farewellMs = 1000;

/** Puts a printer on a TCP port. Rejects when the port cannot be had. */
export async function serveTcp(options: TcpServerOptions): Promise<TcpServer> {
  const server = new TcpServer(options);
  await server.open();
  return server;
}

/** The printer's network side: listens while the printer can be reached, and serves as many hosts as the printer does. */
export class TcpServer {
  readonly #options: TcpServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  #waiting: Socket[] = [];
  readonly #connections = new Set<Connection>();
  #port: number;
  #isOpening = false;
  #unwatch = () => {};

  constructor(options: TcpServerOptions) {
    this.#options = options;
    this.#port = options.port;
    // A host that has finished writing may still read, so its goodbye must not end our side.
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (socket) => this.#arrive(socket));
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    this.#listen();
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#isOpening = false;
    this.#server.on("listening", () => {
      this.#isOpening = false;
      this.#follow(); // the power may have gone meanwhile
    });
    this.#server.on("error", (error) => this.#listenLater(error));
    this.#unwatch = this.#options.machine.watch({ onChange: () => this.#follow() });
  }

  /** Lets the printer finish its last words, then ends every connection. */
  async close(): Promise<void> {
    this.#unwatch();
    this.#closing.abort();
    for (const connection of this.#connections) connection.close();
    const closed = this.#server.listening ? once(this.#server, "close") : undefined;
    this.#server.close();
    for (const socket of this.#waiting) socket.destroy();
    const farewell = new AbortController();
    void this.#options.clock.sleep(farewellMs, farewell.signal).then(() => {
      for (const socket of this.#sockets) socket.destroy();
    });
    await closed;
    farewell.abort();
  }

  #listen(): void {
    this.#isOpening = true;
    this.#server.listen(this.#port, this.#options.host ?? "127.0.0.1");
  }

  /** Somebody took the port while ours was closed. */
  #listenLater(error: Error): void {
    this.#options.log.error("printer-port-lost", { port: this.#port, reason: error.message });
    void this.#options.clock.sleep(relistenPauseMs, this.#closing.signal).then(() => {
      this.#isOpening = false;
      if (!this.#closing.signal.aborted) this.#follow();
    });
  }

  /** The port follows the printer: no power, no port. */
  #follow(): void {
    const { isReachable } = this.#options.machine;
    if (isReachable && !this.#server.listening && !this.#isOpening) this.#listen();
    if (!isReachable && this.#server.listening) {
      this.#server.close();
      for (const socket of this.#waiting) socket.resetAndDestroy();
    }
    this.#admit();
  }

  #arrive(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {}); // a reset is an ending like any other; "close" follows
    socket.on("close", () => {
      this.#sockets.delete(socket);
      this.#waiting = this.#waiting.filter((waiting) => waiting !== socket);
    });
    this.#waiting.push(socket);
    this.#admit();
    const { secondHost = this.#options.machine.secondHost } = this.#options;
    const unwelcome = secondHost === "refused" || this.#waiting.length > waitingLimit;
    if (unwelcome && this.#waiting.includes(socket)) socket.resetAndDestroy();
  }

  #admit(): void {
    const socket = this.#waiting.shift(); // not there while it connects: the printer tells of that, and we are asked again
    if (!socket) return;
    const connection = this.#options.machine.connect();
    if (typeof connection === "string") return void this.#waiting.unshift(socket);
    if (!connection.closed.aborted) this.#connections.add(connection);
    socket.on("close", () => connection.close());
    connection.closed.addEventListener("abort", () => {
      this.#connections.delete(connection);
      if (connection.closed.reason === "reset") socket.resetAndDestroy();
    });
    void speak(socket, connection);
    void this.#listenTo(socket, connection);
    this.#admit(); // some printers serve several at once
  }

  /** Reads no further than the printer has taken, so that a busy printer holds the host up. */
  async #listenTo(socket: Socket, connection: Connection): Promise<void> {
    try {
      for await (const bytes of socket.iterator({ destroyOnReturn: false })) await connection.write(bytes as Buffer);
    } catch {
      return connection.close(); // the host is gone
    }
    await this.#options.machine.atRest(); // what is printed now is still answered
    connection.close();
  }
}

async function speak(socket: Socket, connection: Connection): Promise<void> {
  for await (const reply of connection.replies) {
    if (!socket.write(reply)) await Promise.race([once(socket, "drain"), once(socket, "close")]).catch(() => {});
  }
  socket.end();
}
