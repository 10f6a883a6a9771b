import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { driverOf } from "../../src/drivers/drivers.ts";
import { tcp } from "../../src/drivers/tcp.ts";
import { FakePrinter, rows } from "./fake-printer.ts";
import { until } from "./talk.ts";

const never = new AbortController().signal;

test("a printer that chatters loses no byte of a job when the wire is closed right after it", async () => {
  const printer = await new FakePrinter({ slowMs: 0.3 }).listen();
  const chatter = setInterval(() => printer.say([0x10, 0x00, 0x00, 0x0f]), 1);
  const port = await tcp.open(printer.address, systemClock, never);
  await port.write(rows(1_000_000), never);
  await port[Symbol.asyncDispose]();
  await until(() => printer.rowBytes === 1_000_000);
  clearInterval(chatter);
  await printer.close();
});

test("the replies nobody reads are bounded", async () => {
  const printer = await new FakePrinter().listen();
  const port = await tcp.open(printer.address, systemClock, never);
  await until(() => printer.connections === 1);
  for (let round = 0; round < 40; round += 1) {
    printer.say(Array(20_000).fill(0x12));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  printer.hangUp();
  await until(() => port.closed.aborted);
  let heard = 0;
  for await (const chunk of port.replies ?? []) heard += chunk.length;
  expect(heard).toBeGreaterThan(0);
  expect(heard).toBeLessThan(200_000);
  await printer.close();
});

test("a connection that does not come about ends with the caller's signal", async () => {
  const stopping = new AbortController();
  const opening = tcp.open(new URL("tcp://printer.invalid:9100"), systemClock, stopping.signal);
  stopping.abort(new Error("enough"));
  await expect(opening).rejects.toThrow("enough");
});

test("an IPv6 address in brackets is understood", async () => {
  await expect(tcp.open(new URL("tcp://[::1]:1"), systemClock, never)).rejects.toThrow(/ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT/);
});

test.each([
  "tcp://",
  "tcp://till:secret@192.168.1.50:9100",
  "tcp://192.168.1.50:9100/lp0",
  "tcp://192.168.1.50:9100?x=1",
])("%s is refused at the start, and says how an address is written", (address) => {
  expect(() => driverOf(new URL(address))).toThrow(
    expect.objectContaining({
      code: "printer-address",
      detail: expect.objectContaining({ hint: expect.stringContaining("9100") }),
    }),
  );
});
