import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { usualPatience } from "../../../src/drivers/conversation/patience.ts";
import type { PrinterDriver, PrinterPort } from "../../../src/drivers/driver.ts";
import { tcp } from "../../../src/drivers/tcp.ts";
import { FakePrinter, rows } from "../fake-printer.ts";
import { shortPatience, talkTo, until } from "../talk.ts";
import { meet } from "./meet.ts";

/** More than all the buffers between here and a printer that stops reading. */
const flood = { job: { pieces: [rows(12_000_000)] }, options: { capabilities: { bytesPerSecond: 1e9 } } };

/** Cover closed, paper end, offline: what a printer says of itself when the roll is used up. */
const paperEnd = [0x18, 0x00, 0x0c, 0x0f];
const well = [0x10, 0x00, 0x00, 0x0f];

describe("before the first byte", () => {
  test("a closed port is unreachable, and the job was not started", async () => {
    const printer = await new FakePrinter().listen();
    const { address } = printer;
    await printer.close();
    const talk = talkTo(address);
    expect(await talk.print()).toEqual({ result: "not-started", fault: "unreachable" });
    expect(talk.firstBytes).toBe(0);
    expect(await talk.tend()).toBe("faulted");
    expect(talk.conversation.condition).toMatchObject({ state: "fault", faults: ["unreachable"] });
  });

  test("a printer that accepts and never reads is silent: named within 3 s, nothing written, the job still waits", async () => {
    const { printer, talk } = await meet({ deaf: true }, { patience: usualPatience, clock: systemClock });
    const startedAtMs = systemClock.uptimeMs();
    expect(await talk.print()).toEqual({ result: "not-started", fault: "silent" });
    expect(systemClock.uptimeMs() - startedAtMs).toBeLessThan(3_000);
    expect(talk.conversation.condition.faults).toEqual(["silent"]);
    expect([talk.firstBytes, printer.rowBytes]).toEqual([0, 0]);
  });

  test("a printer gone mute after the handshake is silent, and ready again when it speaks", async () => {
    const { printer, talk } = await meet();
    expect((await talk.print({ id: "A001" })).result).toBe("printed");
    const { answer } = printer.manners;
    printer.manners.answer = () => undefined;
    expect(await talk.print({ id: "A002" })).toEqual({ result: "not-started", fault: "silent" });
    expect(await talk.tend()).not.toBe("worked");
    expect(printer.rowBytes).toBe(20_000);
    printer.manners.answer = answer;
    await new Promise((resolve) => setTimeout(resolve, shortPatience.lostQuestionMs));
    expect((await talk.print({ id: "A003" })).result).toBe("printed");
    expect(talk.conversation.condition.state).toBe("ready");
  });

  test.each([
    ["cover-open", { 1: 0x1a, 2: 0x16, 3: 0x12, 4: 0x12 }],
    ["paper-end", { 1: 0x1a, 2: 0x32, 3: 0x12, 4: 0x72 }],
    ["cutter", { 1: 0x1a, 2: 0x52, 3: 0x1a, 4: 0x12 }],
    ["mechanical", { 1: 0x1a, 2: 0x52, 3: 0x16, 4: 0x12 }],
    ["unrecoverable", { 1: 0x1a, 2: 0x52, 3: 0x32, 4: 0x12 }],
    ["head-hot", { 1: 0x1a, 2: 0x52, 3: 0x52, 4: 0x12 }],
    ["offline", { 1: 0x1a, 2: 0x12, 3: 0x12, 4: 0x12 }],
  ])("a printer with the fault %s gets nothing of the job", async (fault, answers: Record<number, number>) => {
    const { printer, talk } = await meet({ answer: (question) => answers[question], frame: undefined });
    expect(await talk.print()).toEqual({ result: "not-started", fault });
    expect([talk.firstBytes, printer.rowBytes]).toEqual([0, 0]);
  });

  test("a connection that closes while the ledger is written is not started", async () => {
    const { printer, talk } = await meet();
    const hooks = {
      async beforeFirstByte() {
        printer.reset();
        await until(() => talk.conversation.condition.faults[0] === "unreachable");
      },
    };
    const job = { id: "J001", pieces: [rows(100)], paperMm: 1 };
    const outcome = await talk.conversation.print(job, hooks, new AbortController().signal);
    expect(outcome).toEqual({ result: "not-started", fault: "unreachable" });
    expect((await talk.print()).result).toBe("printed");
  });

  test("nothing is written on a wire that has closed, although its last replies are still being read", async () => {
    const broken = new AbortController();
    const breaking: PrinterDriver = { open: async (...where) => ({ ...(await tcp.open(...where)), closed: broken.signal }) };
    const { printer, talk } = await meet({}, { driver: breaking });
    const hooks = { beforeFirstByte: () => broken.abort(new Error("cable")) };
    const job = { id: "J001", pieces: [rows(100)], paperMm: 1 };
    const outcome = await talk.conversation.print(job, hooks, new AbortController().signal);
    expect(outcome).toEqual({ result: "not-started", fault: "unreachable" });
    expect(printer.rowBytes).toBe(0);
  });

  test("a printer that shuts the door at once is unreachable or silent, never printed on", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const talk = talkTo(new URL(`tcp://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`));
    expect(await talk.print()).toEqual({ result: "not-started", fault: "unreachable" });
    server.close();
  });

  test("a caller who stops while the printer is asked does not make it pass for one that cannot answer", async () => {
    const { printer, talk } = await meet({ answer: () => undefined });
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 50);
    expect(await talk.print({}, stopping.signal)).toEqual({ result: "not-started", fault: "stopped" });
    expect(await talk.print()).toEqual({ result: "not-started", fault: "silent" });
    expect(printer.rowBytes).toBe(0);
  });

  test("a fault is not taken back while the printer is asked again on a new connection", async () => {
    const paperOut = (question: number) => ({ 1: 0x1a, 2: 0x32, 3: 0x12, 4: 0x72 })[question];
    const { printer, talk } = await meet({ answer: paperOut, frame: undefined });
    await talk.tend();
    printer.hangUp();
    await until(() => talk.conversation.condition.faults[0] === "unreachable");
    await talk.tend();
    expect(talk.conditions.map((condition) => condition.faults)).toEqual([["paper-end"], ["unreachable"], ["paper-end"]]);
  });

  test("a late answer is not taken for the answer to another question", async () => {
    const { printer, talk } = await meet({ frame: undefined });
    let delayMs = 200;
    printer.manners.answer = (question) => {
      setTimeout(() => printer.say([question === 1 ? 0x16 : 0x12]), delayMs);
      delayMs = 60;
      return undefined;
    };
    expect(await talk.print()).toEqual({ result: "not-started", fault: "silent" });
    expect((await talk.print()).result).toBe("printed");
    expect(talk.conditions.flatMap((condition) => condition.faults)).toEqual(["silent"]);
  });

  test("a job whose caller has stopped is not started", async () => {
    const { printer, talk } = await meet();
    expect(await talk.print({}, AbortSignal.abort())).toEqual({ result: "not-started", fault: "stopped" });
    expect(printer.rowBytes).toBe(0);
  });
});

describe("after the first byte", () => {
  test.each([
    ["resets", (printer: FakePrinter) => printer.reset()],
    ["closes", (printer: FakePrinter) => printer.hangUp()],
  ])("a printer that %s the connection in mid-job leaves the job uncertain", async (_how, act) => {
    const { printer, talk } = await meet({}, flood.options);
    printer.afterRows(100, () => act(printer));
    expect((await talk.print(flood.job)).result).toBe("uncertain");
    expect(talk.firstBytes).toBe(1);
  });

  test("a printer that loses its replies leaves the job uncertain, although the paper is out", async () => {
    const { printer, talk } = await meet();
    printer.afterRows(20_000, () => printer.reset());
    printer.manners.echo = () => [];
    expect((await talk.print()).result).toBe("uncertain");
    expect(printer.rowBytes).toBe(20_000);
  });

  test("an id and the end of the connection in one breath still confirm", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    printer.afterRows(20_000, () => {
      printer.say([0x37, 0x22, ...Buffer.from("J001"), 0x00]);
      printer.hangUp();
    });
    expect((await talk.print()).result).toBe("printed");
  });

  test("a printer that stops reading stalls the job long before its deadline", async () => {
    const { printer, talk } = await meet({}, { ...flood.options, patience: { ...shortPatience, deadlineMs: 60_000 } });
    printer.afterRows(100, () => printer.stopReading());
    const outcome = await talk.print(flood.job);
    expect(outcome).toEqual({ result: "uncertain", reason: "Nothing moved any more." });
  });

  test("status frames that say the same again do not keep a stalled job waiting", async () => {
    const { printer, talk } = await meet({ echo: () => [] }, { patience: { ...shortPatience, deadlineMs: 60_000 } });
    const chatter = setInterval(() => printer.say(well), 10);
    expect(await talk.print()).toEqual({ result: "uncertain", reason: "Nothing moved any more." });
    clearInterval(chatter);
  });

  test("a job whose printer keeps changing its mind ends at the deadline", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    let open = false;
    const chatter = setInterval(() => {
      open = !open;
      printer.say(open ? [0x10, 0x00, 0x03, 0x0f] : well);
    }, 20);
    expect(await talk.print()).toEqual({ result: "uncertain", reason: "The printer did not confirm in time." });
    clearInterval(chatter);
  });

  test("paper end in mid-job is named at once and leaves the job uncertain", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    printer.afterRows(5_000, () => printer.say(paperEnd));
    const printing = talk.print();
    await until(() => talk.conversation.condition.faults[0] === "paper-end");
    expect(await printing).toEqual({ result: "uncertain", reason: "The printer stopped: paper-end." });
    expect(talk.conversation.condition.faults).toEqual(["paper-end"]);
  });

  test("paper end in mid-job is named where the printer sends no status by itself", async () => {
    const { printer, talk } = await meet({ echo: () => [], frame: undefined });
    printer.afterRows(20_000, () => {
      printer.manners.answer = (question) => ({ 1: 0x1a, 2: 0x32, 3: 0x12, 4: 0x72 })[question];
    });
    expect(await talk.print()).toEqual({ result: "uncertain", reason: "The printer stopped: paper-end." });
  });

  test("no question stands inside a job's bytes, however long the wire takes over them", async () => {
    const slow: PrinterDriver = {
      async open(...where) {
        const port = await tcp.open(...where);
        const write: PrinterPort["write"] = async (bytes, signal) => {
          await port.write(bytes, signal);
          await new Promise((resolve) => setTimeout(resolve, 20));
        };
        return { ...port, write };
      },
    };
    const { printer, talk } = await meet({ frame: undefined }, { driver: slow });
    expect((await talk.print({ pieces: [rows(30_000)] })).result).toBe("printed");
    expect(printer.received.toString("latin1")).toMatch(/x{30000}/);
  });

  test("paper loaded again within the patience lets the job be confirmed", async () => {
    const { printer, talk } = await meet(
      { echo: () => [] },
      {
        onCondition: ({ faults }) =>
          faults[0] === "paper-end" && printer.say([...well, 0x37, 0x22, ...Buffer.from("J001"), 0x00]),
      },
    );
    printer.afterRows(20_000, () => printer.say(paperEnd));
    expect(await talk.print()).toEqual({ result: "printed", mark: "process-id" });
  });

  test("a hot head is waited for beyond the patience for other faults", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    printer.afterRows(20_000, () => {
      printer.say([0x18, 0x40, 0x00, 0x0f]);
      setTimeout(() => printer.say([...well, 0x37, 0x22, ...Buffer.from("J001"), 0x00]), 600);
    });
    expect((await talk.print()).result).toBe("printed");
    expect(talk.conditions.some((condition) => condition.faults[0] === "head-hot")).toBe(true);
  });

  test("a job stopped by its caller is uncertain", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    const stopping = new AbortController();
    printer.afterRows(20_000, () => stopping.abort());
    expect((await talk.print({}, stopping.signal)).result).toBe("uncertain");
  });

  test("closing the conversation in mid-job leaves the job uncertain", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    const printing = talk.print();
    await until(() => printer.rowBytes === 20_000);
    await talk.conversation.close();
    expect((await printing).result).toBe("uncertain");
  });
});
