import { join } from "node:path";
import { expect, test } from "vitest";
import { printerModels } from "../../../config/printers.ts";
import { Database } from "../../../db/till/file/sqlite.ts";
import { Loop } from "../../../src/base/loop.ts";
import { Conversation } from "../../../src/drivers/conversation.ts";
import type { PrinterDriver, PrinterPort } from "../../../src/drivers/driver.ts";
import { loadRom } from "../../../src/rehearsal/paper/rom.ts";
import { Machine } from "../../../src/rehearsal/printer/machine.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aSale, aTill } from "../a-till.ts";

const rom = loadRom();
const hourMs = 3_600_000;

/** A printer on the till's clock. `closesAfterMs`: it ends every connection then. */
function aPrinter({ idleResetMs, closesAfterMs }: { idleResetMs?: number; closesAfterMs?: number } = {}) {
  const clock = new WoundClock();
  const machine = new Machine({ clock, rom, model: { ...models["virtual-58"], ...(idleResetMs && { idleResetMs }) } });
  let opened = 0;
  const driver: PrinterDriver = {
    async open() {
      opened += 1;
      return portTo(machine, clock, closesAfterMs);
    },
  };
  return { clock, machine, driver, opened: () => opened };
}

function portTo(machine: Machine, clock: WoundClock, closesAfterMs: number | undefined): PrinterPort {
  const connection = machine.connect();
  if (typeof connection === "string") throw new Error(`the printer is ${connection}`);
  const closed = new AbortController();
  connection.closed.addEventListener("abort", () => closed.abort(new Error("the printer closed the connection")));
  if (closesAfterMs !== undefined) void clock.sleep(closesAfterMs, connection.closed).then(() => connection.close());
  return {
    replies: connection.replies,
    closed: closed.signal,
    async write(bytes) {
      if ((await connection.write(bytes)) === "lost") throw new Error("the connection is closed");
    },
    [Symbol.asyncDispose]: async () => connection.close(),
  };
}

/** Rows of every table of the till, read past its own code. */
function rowsIn(folder: string): number {
  const sqlite = new Database(join(folder, "till.db"), { readonly: true });
  try {
    const tables = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    return tables.reduce((sum, table) => sum + (sqlite.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number), 0);
  } finally {
    sqlite.close();
  }
}

/** Only the printer's line and its loop: a whole till does much else in 24 hours. */
function aLine({ clock, driver }: ReturnType<typeof aPrinter>) {
  const conversation = new Conversation({
    driver,
    address: new URL("tcp://printer"),
    clock,
    capabilities: printerModels.virtual.capabilities,
    unfinished: true,
    onCondition: () => {},
    onLateConfirmation: () => {},
  });
  return { conversation, loop: new Loop((signal) => conversation.tend(signal), clock, pace) };
}

const pace = { idleMs: 1000, faultPauseMs: 250, longestPauseMs: 1000 };
const rows = Buffer.concat([Buffer.from([0x1d, 0x76, 0x30, 0, 48, 0, 40, 0]), Buffer.alloc(48 * 40, 0x55)]);
const slip = { id: "N001", pieces: [rows, Buffer.from([0x1d, 0x56, 0x42, 0])], paperMm: 20 };

test.each([
  ["that keeps its connection", {}, 1, 1],
  ["that resets a host which is silent for 90 s", { idleResetMs: 90_000 }, 1, 1],
  ["that closes every connection after 90 s, whatever is said", { closesAfterMs: 90_000 }, 900, 1_000],
] as const)(
  "a printer %s is idle for 24 hours, and prints the first slip at once",
  async (_what, ways, fewest, most) => {
    const printer = aPrinter(ways);
    const { clock, machine, opened } = printer;
    const { conversation, loop } = aLine(printer);
    loop.start();
    await clock.wind(hourMs);
    const evening = { sleeping: clock.sleeping, received: machine.state.receivedBytes };
    await clock.wind(23 * hourMs);
    expect(opened()).toBeGreaterThanOrEqual(fewest);
    expect(opened()).toBeLessThanOrEqual(most);
    expect(Math.abs(clock.sleeping - evening.sleeping)).toBeLessThanOrEqual(3);
    const heard = machine.state.receivedBytes - evening.received;
    // A question of three bytes every other second or so, and what a new connection is greeted with.
    expect(heard).toBeGreaterThan(23 * 3600);
    expect(heard).toBeLessThan(23 * 3600 * 3 + opened() * 30_000);
    expect(machine.state.pieces).toBe(0);
    const before = machine.state.receivedBytes;
    const printing = conversation.print(slip, { beforeFirstByte: () => {} }, new AbortController().signal);
    await clock.wind(20);
    expect(machine.state.receivedBytes - before).toBeGreaterThan(1_000);
    await clock.wind(2_000);
    expect(await printing).toEqual({ result: "printed", mark: "process-id" });
    const stopping = loop.stop();
    await clock.wind(1_000);
    await stopping;
    await conversation.close();
  },
  120_000,
);

test("a till idle for half an hour beside a printer that hangs up every 90 s gathers neither rows nor timers", async () => {
  const { clock, machine, driver, opened } = aPrinter({ closesAfterMs: 90_000 });
  await using till = await aTill({
    clock,
    driver,
    config: { printers: [{ name: "front", url: "tcp://printer", model: "virtual" }] },
  });
  till.till.start();
  await clock.wind(hourMs / 12);
  const evening = { rows: rowsIn(till.folder), sleeping: clock.sleeping };
  await clock.wind(hourMs / 2);
  expect(opened()).toBeLessThan(30);
  expect(rowsIn(till.folder) - evening.rows).toBeLessThanOrEqual(2);
  expect(Math.abs(clock.sleeping - evening.sleeping)).toBeLessThanOrEqual(4);
  await till.post("/v1/sales", aSale());
  await clock.wind(4_000);
  expect(till.home.ledger.slips.list([], 5).map(({ state }) => state)).toEqual(["printed"]);
  expect(machine.state.pieces).toBe(1);
}, 120_000);
