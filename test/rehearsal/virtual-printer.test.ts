import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { silentLog } from "../../src/base/log.ts";
import { models } from "../../src/rehearsal/printer/models.ts";
import { startVirtualPrinter } from "../../src/rehearsal/virtual-printer.ts";
import { blackRows, bytes, connect, cut, listen, processId } from "./bench.ts";

test("a virtual printer says where it is, prints, and puts each piece into its folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "paper-"));
  const model = { ...models["virtual-80"], cutMs: 0 };
  const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, paperFolder: join(folder, "paper"), model });
  expect(printer.url).toBe(`tcp://127.0.0.1:${printer.port}`);
  expect((await fetch(printer.pageUrl)).status).toBe(200);
  const connection = connect(printer.machine);
  const heard = listen(connection);
  for (const id of ["one1", "two2"]) await connection.write(bytes(blackRows(160), cut, processId(id)));
  await printer.machine.atRest();
  expect(heard()).toContain("37 22");
  await printer.close();
  const names = readdirSync(join(folder, "paper")).toSorted();
  expect(names.map((name) => name.replace(/^\d{8}T\d{6}Z/, "time"))).toEqual(["time-0001.png", "time-0002.png"]);
  const png = readFileSync(join(folder, "paper", names[0]!));
  expect([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(["PNG", 576, 160]);
  rmSync(folder, { recursive: true });
});

test("closing frees both ports", async () => {
  const first = await startVirtualPrinter({ clock: systemClock, log: silentLog });
  await first.close();
  const again = await startVirtualPrinter({ clock: systemClock, log: silentLog, port: first.port, pagePort: first.pagePort });
  expect([again.port, again.pagePort]).toEqual([first.port, first.pagePort]);
  await again.close();
});

test("a page port in use fails the start and leaves no printer behind", async () => {
  const first = await startVirtualPrinter({ clock: systemClock, log: silentLog });
  const { pagePort } = first;
  await expect(startVirtualPrinter({ clock: systemClock, log: silentLog, pagePort })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
  await first.close();
});

test("on a cable it has no port, says where its device is, prints what is written there, and takes the device away", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cable-"));
  const path = join(folder, "lp 0");
  const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, cable: { kind: "fifo", path } });
  expect([printer.port, printer.url]).toEqual([0, `file://${folder}/lp%200`]);
  appendFileSync(path, bytes(blackRows(160), cut));
  for (let waited = 0; printer.machine.state.pieces === 0 && waited < 3000; waited += 10) await pause(10);
  expect(printer.machine.state.pieces).toBe(1);
  await printer.close();
  expect(existsSync(path)).toBe(false);
  rmSync(folder, { recursive: true });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
