import { once } from "node:events";
import { connect as dial, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { silentLog } from "../../src/base/log.ts";
import { Machine } from "../../src/rehearsal/printer/machine.ts";
import { models, type PrinterModel } from "../../src/rehearsal/printer/models.ts";
import { serveTcp, type TcpServer } from "../../src/rehearsal/tcp-server.ts";
import {
  automaticStatus,
  blackRows,
  bytes,
  confirmed,
  connect,
  hex,
  inkedRows,
  listen,
  processId,
  rom,
  statusQuestion,
} from "./bench.ts";
import { WoundClock } from "./wound-clock.ts";

const open: (TcpServer | Socket)[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await ("port" in one ? one.close() : one.destroy());
});

async function served(change: Partial<PrinterModel> = {}) {
  const machine = new Machine({ clock: systemClock, rom, model: { ...models["virtual-58"], cutMs: 20, ...change } });
  const server = await serveTcp({ machine, clock: systemClock, log: silentLog, port: 0 });
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

test("a cable that is out takes nothing and brings nothing, without a goodbye; put back, everything arrives", async () => {
  const { machine, host } = await served();
  const till = await host();
  till.socket.write(bytes(automaticStatus, blackRows(60), processId("CABL")));
  await until(() => machine.state.receivedBytes === 3 + 68 + 11);
  machine.setFault("cable-out");
  await pause(600);
  expect(till.heard()).toBe("10 00 00 0f"); // the held job is printed all the same
  expect(inkedRows(machine.attachedPaper)).toBe(60);
  till.socket.write(statusQuestion(1));
  await pause(100);
  expect([till.socket.destroyed, machine.state.receivedBytes]).toEqual([false, 82]);
  machine.setFault("none");
  await until(() => till.heard() === `10 00 00 0f ${confirmed("CABL")} 12`);
});

test("a printer that closes at once says goodbye to whoever is connected and to whoever comes, unread", async () => {
  const { machine, host } = await served();
  const till = await host();
  machine.setFault("closes-at-once");
  await once(till.socket, "end");
  const next = await host();
  next.socket.write(statusQuestion(1));
  await once(next.socket, "end");
  expect([next.heard(), machine.state.receivedBytes]).toEqual(["", 0]);
});

test("a clean close at a byte is an end and no reset, and the rest of the job is lost", async () => {
  const { machine, host } = await served();
  const till = await host();
  machine.setFault("close", 100);
  till.socket.write(bytes(blackRows(400), processId("CLSE")));
  await once(till.socket, "end");
  expect([till.heard(), machine.state.receivedBytes, machine.state.fault]).toEqual(["", 100, "none"]);
});

test("a host that is silent for 90 s is reset, and one that asks each 30 s is not", async () => {
  const clock = new WoundClock();
  const machine = new Machine({ clock, rom, model: models["epson-80"] });
  const connection = machine.connect();
  if (typeof connection === "string") throw new Error(connection);
  for (let asked = 0; asked < 5; asked++) {
    await clock.wind(30_000);
    await connection.write(statusQuestion(1));
  }
  expect(connection.closed.aborted).toBe(false);
  await clock.wind(89_999);
  expect(connection.closed.aborted).toBe(false);
  await clock.wind(1);
  expect(connection.closed.reason).toBe("reset");
});

test("a second host is refused or waits as the fault has it, whatever the model says", async () => {
  const { machine, host } = await served({ secondHost: "refused" });
  const first = await host();
  machine.setFault("second-waits");
  const second = await host();
  second.socket.write(statusQuestion(1));
  await pause(80);
  expect(second.heard()).toBe("");
  machine.setFault("second-refused");
  const third = await host().then(
    ({ closed }) => closed.then(() => "reset"),
    () => "reset",
  );
  expect(third).toBe("reset");
  first.socket.destroy();
  await until(() => second.heard() === "12");
});

test("a printer for many hosts serves two at once, and both hear what it says", async () => {
  const { machine, host } = await served({ secondHost: "served" });
  const [one, two] = [await host(), await host()];
  await pause(50);
  one.socket.write(bytes(blackRows(8), processId("ONE1")));
  await until(() => two.heard() === confirmed("ONE1"));
  two.socket.write(statusQuestion(1));
  await until(() => one.heard() === `${confirmed("ONE1")} 12`);
  one.socket.destroy();
  await until(() => machine.state.connected);
  two.socket.write(statusQuestion(1));
  await until(() => two.heard() === `${confirmed("ONE1")} 12 12`);
});

test("who dials while the cable is out hears nothing, not even what changes", async () => {
  const clock = new WoundClock();
  const machine = new Machine({ clock, rom });
  const connection = connect(machine);
  await connection.write(automaticStatus);
  await clock.wind(10);
  connection.close();
  machine.setFault("cable-out");
  const heard = listen(connect(machine));
  machine.setDrawerPin(true);
  await clock.wind(1000);
  expect(heard()).toBe("");
  machine.setFault("none");
  await clock.wind(10);
  expect(heard()).toBe("14 00 00 0f");
});
