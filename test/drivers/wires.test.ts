import { afterAll, describe, expect, test } from "vitest";
import { drivers } from "../../src/drivers/drivers.ts";
import { describePrinterDriver } from "./benches/conformance.ts";
import { cupsBench, stopCups } from "./benches/cups.ts";
import { deviceBench, fifoBench, regularBench } from "./benches/file.ts";
import { serialBench } from "./benches/serial.ts";
import { tcpBench } from "./benches/tcp.ts";
import { usbBench } from "./benches/usb.ts";
import { winspoolBench } from "./benches/winspool.ts";
import { testOn, type WireOnBench } from "./benches/wire.ts";

const wires: readonly WireOnBench[] = [
  tcpBench,
  fifoBench,
  regularBench,
  deviceBench,
  serialBench,
  usbBench,
  cupsBench,
  winspoolBench,
];

for (const { name, bench, deviations, missing } of wires) {
  if (missing === undefined) describePrinterDriver(name, bench, deviations);
  else describe(`the wire ${name}`, () => testOn(missing, "keeps what every wire promises", async () => {}));
}

test("every wire the daemon ships has a bench", () => {
  const onBench = new Set(wires.map(({ name }) => `${name.split(",")[0]}:`));
  expect([...onBench].sort()).toEqual(Object.keys(drivers).sort());
});

afterAll(async () => {
  await stopCups();
  const lines = wires.map(({ name, missing, butNot }) => {
    const said = missing === undefined ? `run${butNot === undefined ? "" : `, but ${butNot}`}` : `not run, because ${missing}`;
    return `  ${name}: ${said}`;
  });
  process.stdout.write(`${["wires:", ...lines].join("\n")}\n`);
});
