import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { Machine } from "../../../src/rehearsal/printer/machine.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { type Fifo, serveFifo } from "../../../src/rehearsal/wires/fifo.ts";
import { automaticStatus, blackRows, bytes, confirmed, cut, hex, processId, rom } from "../bench.ts";

let folder: string;
let fifo: Fifo | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fifo-"));
});
afterEach(async () => {
  await fifo?.close();
  fifo = undefined;
  rmSync(folder, { recursive: true });
});

const aMachine = () => new Machine({ clock: systemClock, rom, model: { ...models["virtual-58"], cutMs: 0 } });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > 3000) throw new Error("It never came.");
    await pause(5);
  }
}

test("a one-way wire prints job after job, writer after writer, and says nothing", async () => {
  const machine = aMachine();
  const path = join(folder, "lp0");
  fifo = await serveFifo({ machine, path });
  for (const id of ["one1", "two2"]) await appendFile(path, bytes(automaticStatus, blackRows(160), cut, processId(id)));
  await until(() => machine.state.pieces === 2);
  await fifo.close();
  expect(existsSync(path)).toBe(false);
});

test("a pair of FIFOs answers on the other one", async () => {
  const machine = aMachine();
  const [path, replyPath] = [join(folder, "in"), join(folder, "out")];
  fifo = await serveFifo({ machine, path, replyPath });
  const reader = openSync(replyPath, constants.O_RDONLY | constants.O_NONBLOCK);
  await appendFile(path, bytes(automaticStatus, blackRows(16), processId("PAIR")));
  await machine.atRest();
  await until(() => machine.state.receivedBytes > 30 && machine.state.rowsWaiting === 0);
  await pause(50);
  const heard = Buffer.alloc(100);
  expect(hex(heard.subarray(0, readSync(reader, heard)))).toBe(`10 00 00 0f ${confirmed("PAIR")}`);
  closeSync(reader);
});

test("a file that is there and is no FIFO is left alone, and the error says so", async () => {
  const path = join(folder, "notes.txt");
  writeFileSync(path, "mine");
  await expect(serveFifo({ machine: aMachine(), path })).rejects.toThrow(/is no FIFO/);
});
