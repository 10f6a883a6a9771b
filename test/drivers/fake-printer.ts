import { createServer, type Server, type Socket } from "node:net";

/** How a small TCP server plays a printer. Everything may be changed while it runs. */
export interface Manners {
  /** Reads nothing at all: the kernel fills up. */
  deaf: boolean;
  /** The byte to a DLE EOT question, or undefined for silence. */
  answer(question: number): number | undefined;
  /** What comes after GS a; undefined where there is no automatic status. */
  frame: readonly number[] | undefined;
  /** What comes after GS ( H with this id. */
  echo(id: string): readonly number[];
  /** What comes after GS r. */
  paper(): readonly number[];
  clears: boolean;
  /** Reads at most 1 KB per so many milliseconds. */
  slowMs: number;
}

export const calm: Manners = {
  deaf: false,
  answer: (question) => ({ 1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12 })[question],
  frame: [0x10, 0x00, 0x00, 0x0f],
  echo: (id) => [0x37, 0x22, ...Buffer.from(id), 0x00],
  paper: () => [0x00],
  clears: false,
  slowMs: 0,
};

/** Rows of "x" as a job: no command of a printer is hidden in it. */
export function rows(byteCount: number): Uint8Array {
  return new Uint8Array(byteCount).fill(0x78);
}

export class FakePrinter {
  readonly manners: Manners;
  readonly #server: Server;
  #sockets: Socket[] = [];
  #received: Buffer[] = [];
  #tail = "";
  #trip: { at: number; act: () => void } | undefined;
  connections = 0;
  /** How much of the jobs' own bytes arrived. */
  rowBytes = 0;

  constructor(manners: Partial<Manners> = {}) {
    this.manners = { ...calm, ...manners };
    this.#server = createServer({ noDelay: true }, (socket) => this.#welcome(socket));
  }

  async listen(port = 0): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return this;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  get address(): URL {
    return new URL(`tcp://127.0.0.1:${this.port}`);
  }

  /** Everything that arrived, on all connections. */
  get received(): Buffer {
    return Buffer.concat(this.#received);
  }

  say(bytes: readonly number[]): void {
    for (const socket of this.#sockets) socket.write(Uint8Array.from(bytes));
  }

  /** Acts as soon as so many more bytes of rows have arrived. */
  afterRows(count: number, act: () => void): void {
    this.#trip = { at: this.rowBytes + count, act };
  }

  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.end();
  }

  stopReading(): void {
    this.manners.deaf = true;
    for (const socket of this.#sockets) socket.pause();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #welcome(socket: Socket): void {
    this.connections += 1;
    this.#sockets.push(socket);
    this.#tail = "";
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#sockets = this.#sockets.filter((other) => other !== socket);
    });
    if (this.manners.deaf) return void socket.pause();
    socket.on("data", (chunk) => {
      for (const byte of chunk) this.#take(byte);
      this.#received.push(chunk);
      this.rowBytes += chunk.filter((byte) => byte === 0x78).length;
      if (this.#trip && this.rowBytes >= this.#trip.at) {
        const { act } = this.#trip;
        this.#trip = undefined;
        act();
      }
      if (this.manners.slowMs > 0) this.#dawdle(socket, chunk.length);
    });
  }

  #dawdle(socket: Socket, byteCount: number): void {
    socket.pause();
    setTimeout(() => this.manners.deaf || socket.resume(), (this.manners.slowMs * byteCount) / 1024);
  }

  #take(byte: number): void {
    const { manners } = this;
    this.#tail = (this.#tail + String.fromCharCode(byte)).slice(-11);
    const tail = this.#tail;
    const answer = tail.at(-3) === "\x10" && tail.at(-2) === "\x04" ? manners.answer(byte) : undefined;
    if (answer !== undefined) this.say([answer]);
    if (tail.endsWith("\x1daO") && manners.frame) this.say(manners.frame);
    if (tail.startsWith("\x1d(H\x06\x0000")) this.say(manners.echo(tail.slice(-4)));
    if (tail.endsWith("\x1dr\x01")) this.say(manners.paper());
    if (tail.endsWith("\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08") && manners.clears) this.say([0x37, 0x25, 0x00]);
  }
}
