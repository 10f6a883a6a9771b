import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A printer without paper that answers everything at once, so that only the daemon's own time is measured. */
export interface QuickPrinter extends AsyncDisposable {
  readonly url: string;
  /** Resolves with the moment at which the next slip's first byte arrives. Status questions are no slip. */
  nextSlip(): Promise<number>;
}

/** No slip fits in so few bytes; questions, preludes and marks do. */
const smallTalkBytes = 32;

export async function startQuickPrinter(): Promise<QuickPrinter> {
  let arrived = (_at: number) => {};
  const server = createServer({ noDelay: true }, (socket) => {
    let tail = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (bytes: Buffer) => {
      if (bytes.length > smallTalkBytes) arrived(performance.now());
      const heard = Buffer.concat([tail, bytes]);
      answerAll(socket, heard, tail.length);
      tail = heard.subarray(-11);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextSlip: () =>
      new Promise((resolve) => {
        arrived = resolve;
      }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** DLE EOT n, GS a and GS ( H, wherever they end behind `known`, the bytes that were answered before. */
function answerAll(socket: Socket, heard: Buffer, known: number): void {
  for (let end = known + 1; end <= heard.length; end++) {
    if (end >= 3 && heard[end - 3] === 0x10 && heard[end - 2] === 0x04)
      socket.write(Buffer.of(heard[end - 1] === 1 ? 0x16 : 0x12));
    if (end >= 3 && heard[end - 3] === 0x1d && heard[end - 2] === 0x61) socket.write(Buffer.of(0x10, 0x00, 0x00, 0x0f));
    if (end >= 11 && heard.subarray(end - 11, end - 4).equals(endMark))
      socket.write(Buffer.concat([Buffer.of(0x37, 0x22), heard.subarray(end - 4, end), Buffer.of(0)]));
  }
}

const endMark = Buffer.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30);
