import { once } from "node:events";
import { connect as dial, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { silentLog } from "../../src/base/log.ts";
import { Machine } from "../../src/rehearsal/printer/machine.ts";
import { models, type PrinterModel } from "../../src/rehearsal/printer/models.ts";
import { serveTcp, type TcpServer, type TcpServerOptions } from "../../src/rehearsal/tcp-server.ts";
import { automaticStatus, blackRows, bytes, confirmed, cut, hex, inkedRows, processId, rom, statusQuestion } from "./bench.ts";

const open: (TcpServer | Socket)[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await ("port" in one ? one.close() : one.destroy());
});

async function served(change: Partial<PrinterModel> = {}, options: Partial<TcpServerOptions> = {}) {
  const machine = new Machine({ clock: systemClock, rom, model: { ...models["virtual-58"], cutMs: 20, ...change } });
  const server = await serveTcp({ machine, clock: systemClock, log: silentLog, port: 0, ...options });
  open.push(server);
  return { machine, server, host: () => host(server.port) };
}

/** A host that writes down what it hears. */
async function host(port: number) {
  const socket = dial({ port, host: "127.0.0.1", allowHalfOpen: true });
  open.push(socket);
  const words: Buffer[] = [];
  socket.on("data", (word) => words.push(word));
  socket.on("error", () => {});
  await once(socket, "connect");
  return { socket, heard: () => hex(Buffer.concat(words)), closed: new Promise((resolve) => socket.once("close", resolve)) };
}

async function until(condition: () => boolean, patienceMs = 3000): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > patienceMs) throw new Error("It never came.");
    await pause(5);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("a job over TCP is printed, cut and confirmed", async () => {
  const { machine, host } = await served();
  const till = await host();
  till.socket.write(bytes(automaticStatus, blackRows(60), bytes(0x1d, 0x56, 0x42, 0), processId("TCP1")));
  await until(() => till.heard().endsWith(confirmed("TCP1")));
  expect(till.heard()).toBe(`10 00 00 0f ${confirmed("TCP1")}`);
  expect(machine.state.pieces).toBe(1);
});

test("a host that says goodbye at once still hears the answer to its job", async () => {
  const { host } = await served();
  const till = await host();
  till.socket.end(bytes(blackRows(100), cut, processId("BYE1")));
  await till.closed;
  expect(till.heard()).toBe(confirmed("BYE1"));
});

test("a busy printer holds the host's socket up", async () => {
  const { machine, host } = await served({ receiveBufferBytes: 4096 });
  const till = await host();
  machine.setFault("cover-open");
  const flood = new Uint8Array(32 * 1024 * 1024).fill(0x0a);
  till.socket.write(flood);
  await pause(300);
  expect(machine.state.bufferedBytes).toBe(4096);
  expect(till.socket.writableLength).toBeGreaterThan(16 * 1024 * 1024);
});

test("a second host waits unread and is served when the first has gone", async () => {
  const { host } = await served();
  const first = await host();
  const second = await host();
  second.socket.write(statusQuestion(1));
  await pause(80);
  expect(second.heard()).toBe("");
  first.socket.destroy();
  await until(() => second.heard() === "12");
});

test("a second host is refused where the printer is so set", async () => {
  const { host } = await served({}, { secondHost: "refused" });
  const first = await host();
  const ending = await host().then(
    (second) => second.closed,
    (error) => error.code, // the reset may come before the host knows that it is connected
  );
  expect([true, false, "ECONNRESET"]).toContain(ending);
  first.socket.write(statusQuestion(1));
  await until(() => first.heard() === "12");
});

test("a closed port resets the host and refuses others; all well opens the same port again", async () => {
  const { machine, server, host } = await served();
  const till = await host();
  const ending = once(till.socket, "error").catch(() => []);
  const { port } = server;
  machine.setFault("port-closed");
  expect((await ending)[0]).toMatchObject({ code: "ECONNRESET" });
  await expect(host()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  machine.setFault("none");
  await until(() => server.port === port && machine.isReachable);
  const again = await host();
  again.socket.write(statusQuestion(1));
  await until(() => again.heard() === "12");
});

test("a reset at a byte reaches the host as a reset, and the next connection works", async () => {
  const { machine, host } = await served();
  const till = await host();
  machine.setFault("reset", 100);
  const ending = once(till.socket, "error").catch(() => []);
  till.socket.write(bytes(blackRows(400), processId("TORN")));
  expect((await ending)[0]).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) });
  expect(machine.state.receivedBytes).toBe(100);
  await until(() => inkedRows(machine.attachedPaper) === 92);
  const again = await host();
  again.socket.write(processId("NEXT"));
  await pause(100);
  expect(again.heard()).toBe(""); // the torn image eats what follows, as on a real printer
});

test("a power cycle resets the host and opens the port again", async () => {
  const { machine, host } = await served();
  const till = await host();
  const gone = till.closed;
  machine.powerCycle();
  await gone;
  const again = await host();
  again.socket.write(statusQuestion(1));
  await until(() => again.heard() === "12");
});

test("replies already spoken are delivered when the server closes", async () => {
  const { machine, server, host } = await served();
  const till = await host();
  till.socket.write(bytes(...Array.from({ length: 200 }, () => statusQuestion(1))));
  await until(() => machine.state.receivedBytes === 600);
  till.socket.on("end", () => till.socket.end());
  await server.close();
  await till.closed;
  expect(till.heard().split(" ")).toHaveLength(200);
});

test("a port in use is an error of the caller", async () => {
  const { server } = await served();
  await expect(served({}, { port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
