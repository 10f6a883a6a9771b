import { describe, expect, test } from "vitest";
import { shortPatience, until } from "../talk.ts";
import { meet } from "./meet.ts";

describe("a printer that answers", () => {
  test("a job is printed when its own process id comes back, and all its bytes arrived in order", async () => {
    const { printer, talk } = await meet();
    expect(await talk.print()).toEqual({ result: "printed", mark: "process-id" });
    expect(printer.rowBytes).toBe(20_000);
    expect(talk.firstBytes).toBe(1);
    // Before it stand the questions of a new connection; behind it may stand the next one.
    const received = printer.received.toString("latin1");
    const job = received.slice(received.lastIndexOf("\x1b@\x1da\x4f"), received.indexOf("00J001") + 6);
    expect(job).toHaveLength(20_016);
    expect(job.slice(-11)).toBe("\x1d(H\x06\x0000J001");
  });

  test("a printer without process ids confirms by the weaker mark, and the outcome says so", async () => {
    const { talk } = await meet({}, { capabilities: { confirms: "paper-status" } });
    expect(await talk.print()).toEqual({ result: "printed", mark: "paper-status" });
  });

  test("a GS r byte that tells of paper end confirms nothing", async () => {
    const { talk } = await meet({ paper: () => [0x0f] }, { capabilities: { confirms: "paper-status" } });
    expect((await talk.print()).result).toBe("uncertain");
  });

  test("a GS r byte does not confirm a job that waits for its process id", async () => {
    const { talk } = await meet({ echo: () => [0x00] });
    expect((await talk.print()).result).toBe("uncertain");
  });

  test("a GS r byte that comes before the job was handed over confirms nothing", async () => {
    const { printer, talk } = await meet(
      { paper: () => [] },
      { capabilities: { confirms: "paper-status", bytesPerSecond: 1e9 } },
    );
    printer.afterRows(1_000, () => {
      printer.say([0x00]);
      printer.stopReading();
    });
    expect((await talk.print({ pieces: [new Uint8Array(12_000_000).fill(0x78)] })).result).toBe("uncertain");
  });

  test("a printer that has no mark at all gets no tail, and its job is sent", async () => {
    const { printer, talk } = await meet({}, { capabilities: { confirms: "nothing" } });
    expect(await talk.print()).toEqual({ result: "sent" });
    await until(() => printer.rowBytes === 20_000);
    expect(printer.received.at(-1)).toBe(0x78);
  });

  test("one connection carries many jobs, each with its own id", async () => {
    const { printer, talk } = await meet();
    for (const id of ["A001", "A002", "A003"]) expect((await talk.print({ id })).result).toBe("printed");
    expect(printer.connections).toBe(1);
  });

  test("jobs asked for together go one after the other", async () => {
    const { printer, talk } = await meet();
    const outcomes = await Promise.all(["A001", "A002"].map((id) => talk.print({ id })));
    expect(outcomes.map((outcome) => outcome.result)).toEqual(["printed", "printed"]);
    const text = printer.received.toString("latin1");
    expect(text.indexOf("00A001")).toBeLessThan(text.indexOf("\x1b@\x1daOx", text.indexOf("x") + 1));
  });

  test("a slip confirmed while paper runs low is printed, with a warning", async () => {
    const { talk } = await meet({ frame: [0x10, 0x00, 0x03, 0x0f] });
    expect((await talk.print()).result).toBe("printed");
    expect(talk.conversation.condition).toMatchObject({ state: "ready", warnings: ["paper-near-end"] });
  });

  test("a slow reader that chatters all the time gets every byte and confirms", async () => {
    const { printer, talk } = await meet({ slowMs: 15 }, { patience: { ...shortPatience, stallMs: 3_000 } });
    const chatter = setInterval(() => printer.say([0x10, 0x00, 0x00, 0x0f]), 5);
    expect(await talk.print({ pieces: [new Uint8Array(30_000).fill(0x78)] })).toEqual({ result: "printed", mark: "process-id" });
    clearInterval(chatter);
    expect(printer.rowBytes).toBe(30_000);
  });

  test("replies in halves, noise, flow control and surplus answers do not hide the confirmation", async () => {
    const { printer, talk } = await meet(
      { echo: () => [] },
      { patience: { ...shortPatience, lateMs: 5_000, stallMs: 5_000, deadlineMs: 10_000 } },
    );
    printer.afterRows(20_000, async () => {
      for (const byte of [0x37, 0xff, 0x13, 0x10, 0x00, 0x11, 0x00, 0x0f, 0x12, 0x81, 0x37, 0x22, 0x4a, 0x30, 0x30, 0x31, 0x00]) {
        printer.say([byte]);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    });
    expect((await talk.print()).result).toBe("printed");
  });

  test("what could not be written down is not written to the printer", async () => {
    const { printer, talk } = await meet();
    const refuse = { beforeFirstByte: () => Promise.reject(new Error("the ledger is full")) };
    const job = { id: "J001", pieces: [Uint8Array.of(0x78)], paperMm: 1 };
    await expect(talk.conversation.print(job, refuse, new AbortController().signal)).rejects.toThrow("the ledger is full");
    expect(printer.rowBytes).toBe(0);
    expect((await talk.print()).result).toBe("printed");
  });
});

describe("a printer that cannot answer, or of which nobody knows", () => {
  test("a clone known to be silent is printed on, and its job is sent", async () => {
    const { printer, talk } = await meet({ answer: () => undefined, frame: undefined }, { capabilities: { answers: "no" } });
    expect(await talk.print()).toEqual({ result: "sent" });
    await until(() => printer.rowBytes === 20_000);
    expect(printer.received.subarray(0, 6).toString("hex")).toBe("1b401d614f78");
    expect(talk.conversation.condition).toMatchObject({ state: "unknown", warnings: [] });
  });

  test("an unprobed printer that answers is held to it", async () => {
    const { talk } = await meet({}, { capabilities: { answers: "unknown" } });
    expect(await talk.print()).toEqual({ result: "printed", mark: "process-id" });
    expect(talk.conversation.condition).toMatchObject({ state: "ready", warnings: [] });
  });

  test("an unprobed printer that keeps silent is printed on, with a warning, and is not asked before each job", async () => {
    const { printer, talk } = await meet({ answer: () => undefined, frame: undefined }, { capabilities: { answers: "unknown" } });
    expect(await talk.print()).toEqual({ result: "sent" });
    expect(talk.conversation.condition).toMatchObject({ state: "unknown", warnings: ["unprobed"] });
    expect(await talk.print()).toEqual({ result: "sent" });
    expect(printer.received.toString("latin1").split("\x10\x04").length - 1).toBe(1);
  });

  test("an unprobed printer that answered and then falls silent is silent, not dumb", async () => {
    const { printer, talk } = await meet({}, { capabilities: { answers: "unknown" } });
    expect((await talk.print()).result).toBe("printed");
    printer.manners.answer = () => undefined;
    expect(await talk.print()).toEqual({ result: "not-started", fault: "silent" });
  });
});

describe("an idle printer", () => {
  test("is connected, kept alive, and asked only as often as it must be", async () => {
    const { printer, talk } = await meet({}, { patience: { ...shortPatience, keepAliveMs: 1_000 } });
    expect(await talk.tend()).toBe("worked");
    await until(() => talk.conversation.condition.state === "ready");
    const asked = () => printer.received.toString("latin1").split("\x10\x04\x01").length - 1;
    expect(await talk.tend()).toBe("idle");
    expect(asked()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await talk.tend()).toBe("idle");
    expect(asked()).toBe(2);
  });

  test("tells a fault by itself where it sends status, and the end of it", async () => {
    const { printer, talk } = await meet();
    await talk.tend();
    await until(() => printer.received.includes("\x1da\x4f"));
    printer.say([0x38, 0x00, 0x00, 0x0f]);
    await until(() => talk.conversation.condition.faults[0] === "cover-open");
    printer.say([0x10, 0x00, 0x00, 0x0f]);
    await until(() => talk.conversation.condition.state === "ready");
    expect(talk.conditions.map((condition) => condition.faults)).toEqual([[], ["cover-open"], []]);
  });

  test("shows the drawer's pin and a finger on FEED, which change nothing of how it is", async () => {
    const { printer, talk } = await meet();
    expect(talk.conversation.condition).toMatchObject({ drawerPin: null, feedPressed: null });
    await talk.tend();
    await until(() => printer.received.includes("\x1da\x4f"));
    const { since } = talk.conversation.condition;
    printer.say([0x14, 0x00, 0x00, 0x0f]);
    await until(() => talk.conversation.condition.drawerPin === "high");
    printer.say([0x10, 0x02, 0x00, 0x0f]);
    await until(() => talk.conversation.condition.feedPressed === true);
    expect(talk.conversation.condition).toEqual({
      state: "ready",
      faults: [],
      warnings: [],
      drawerPin: "low",
      feedPressed: true,
      since,
    });
  });

  test("that is gone says nothing of drawer and FEED", async () => {
    const { printer, talk } = await meet();
    await talk.tend();
    await until(() => talk.conversation.condition.drawerPin === "low");
    await printer.close();
    await until(() => talk.conversation.condition.faults[0] === "unreachable");
    expect(talk.conversation.condition).toMatchObject({ drawerPin: null, feedPressed: null });
  });

  test("is polled where it sends no status by itself", async () => {
    const { printer, talk } = await meet({ frame: undefined });
    await talk.tend();
    printer.manners.answer = (question) => (question === 4 ? 0x72 : 0x12);
    await new Promise((resolve) => setTimeout(resolve, 80));
    await talk.tend();
    expect(talk.conversation.condition.faults).toEqual(["paper-end"]);
  });

  test("is reconnected after it hung up", async () => {
    const { printer, talk } = await meet();
    await talk.tend();
    printer.hangUp();
    await until(() => talk.conversation.condition.faults[0] === "unreachable");
    expect(await talk.tend()).toBe("worked");
    expect(talk.conversation.condition.state).toBe("ready");
    expect(printer.connections).toBe(2);
  });

  test("says that its buffer is clear, or that it is not", async () => {
    const { printer, talk } = await meet({ clears: true }, { capabilities: { clearsBuffer: true } });
    expect(await talk.clearBuffer()).toBe(true);
    printer.manners.clears = false;
    expect(await talk.clearBuffer()).toBe(false);
  });

  test("a closed conversation starts nothing any more", async () => {
    const { printer, talk } = await meet();
    await talk.tend();
    await talk.conversation.close();
    expect(await talk.print()).toEqual({ result: "not-started", fault: "stopped" });
    expect(await talk.tend()).toBe("idle");
    expect(printer.connections).toBe(1);
  });
});
