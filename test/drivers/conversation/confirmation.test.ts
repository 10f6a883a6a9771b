import { describe, expect, test } from "vitest";
import type { PrinterDriver } from "../../../src/drivers/driver.ts";
import { rows } from "../fake-printer.ts";
import { shortPatience, talkTo, until } from "../talk.ts";
import { meet } from "./meet.ts";

const echo = (id: string) => [0x37, 0x22, ...Buffer.from(id), 0x00];

describe("only the exact id confirms", () => {
  test.each([
    ["a wrong id", () => echo("X999")],
    ["an id that is fixed", () => echo("0000")],
    ["the id of the job before", () => echo("A001")],
    ["half an id", () => echo("J001").slice(0, 5)],
    ["an id too long", () => [0x37, 0x22, ...Buffer.from("J0011"), 0x00]],
    ["a reply that only ends like it", () => [0x37, 0x23, ...Buffer.from("J001"), 0x00]],
  ])("%s leaves the job uncertain", async (_what, reply) => {
    const { printer, talk } = await meet({}, { patience: { ...shortPatience, stallMs: 150 } });
    expect((await talk.print({ id: "A001" })).result).toBe("printed");
    printer.manners.echo = reply;
    expect((await talk.print()).result).toBe("uncertain");
    expect(talk.late).toEqual([]);
  });

  test("an id said before the job was handed over does not confirm it", async () => {
    const { printer, talk } = await meet({ echo: () => [] }, { capabilities: { bytesPerSecond: 1e9 } });
    printer.afterRows(1_000, () => {
      printer.say(echo("J001"));
      printer.stopReading();
    });
    expect((await talk.print({ pieces: [rows(12_000_000)] })).result).toBe("uncertain");
  });

  test("an id of four characters that need escaping elsewhere confirms", async () => {
    const { talk } = await meet();
    expect((await talk.print({ id: " ~7." })).result).toBe("printed");
  });
});

describe("a late id", () => {
  test("on the same connection tells once that the job was printed", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    expect((await talk.print()).result).toBe("uncertain");
    printer.say([...echo("J001"), ...echo("J001")]);
    await until(() => talk.late.length > 0);
    await talk.tend();
    expect(talk.late).toEqual(["J001"]);
  });

  test("still counts while the next job is on its way, and confirms only its own", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    expect((await talk.print({ id: "A001" })).result).toBe("uncertain");
    printer.manners.echo = (id) => [...echo("A001"), ...echo(id)];
    expect((await talk.print({ id: "A002" })).result).toBe("printed");
    expect(talk.late).toEqual(["A001"]);
  });

  test("after a reconnect tells nothing", async () => {
    const { printer, talk } = await meet({ echo: () => [] });
    expect((await talk.print()).result).toBe("uncertain");
    printer.hangUp();
    await until(() => talk.conversation.condition.faults[0] === "unreachable");
    printer.manners.echo = echo;
    await talk.tend();
    printer.say(echo("J001"));
    expect((await talk.print({ id: "J002" })).result).toBe("printed");
    expect(talk.late).toEqual([]);
  });
});

describe("after a broken job", () => {
  test("the rest of a half image is filled up before the next job, and the printer must show that it listens", async () => {
    const { printer, talk } = await meet();
    printer.afterRows(100, () => printer.reset());
    expect((await talk.print({ id: "A001", pieces: [rows(5_000_000)] })).result).toBe("uncertain");
    const before = printer.received.length;
    expect((await talk.print({ id: "A002" })).result).toBe("printed");
    const after = printer.received.subarray(before).toString("latin1");
    const filler = after.indexOf("\0".repeat(24_576));
    expect(filler).toBeGreaterThan(-1);
    expect(after.indexOf("00~~~~")).toBeGreaterThan(filler);
    expect(after.indexOf("x")).toBeGreaterThan(after.indexOf("00~~~~"));
  });

  test("a printer that swallows everything as image data gets no further job", async () => {
    const { printer, talk } = await meet();
    printer.afterRows(100, () => printer.reset());
    await talk.print({ id: "A001", pieces: [rows(5_000_000)] });
    printer.manners.echo = () => [];
    const rowsBefore = printer.rowBytes;
    expect(await talk.print({ id: "A002" })).toEqual({ result: "not-started", fault: "buffer-uncleared" });
    expect(talk.conversation.condition.faults).toEqual(["buffer-uncleared"]);
    expect(await talk.tend()).toBe("faulted");
    expect(printer.rowBytes).toBe(rowsBefore);
    printer.manners.echo = echo;
    expect((await talk.print({ id: "A003" })).result).toBe("printed");
    expect(talk.conversation.condition.state).toBe("ready");
  });

  test("the nameless mark of the broken job does not confirm the next one", async () => {
    const { printer, talk } = await meet({ paper: () => [] }, { capabilities: { confirms: "paper-status" } });
    expect((await talk.print({ id: "A001" })).result).toBe("uncertain");
    let marks = 0;
    printer.manners.paper = () => (++marks === 1 ? [0x00, 0x00] : marks === 2 ? [0x00] : []);
    expect((await talk.print({ id: "A002" })).result).toBe("uncertain");
    expect(marks).toBe(3);
  });

  test("an uncertain job with a nameless mark is given up with its connection", async () => {
    const { printer, talk } = await meet({ paper: () => [] }, { capabilities: { confirms: "paper-status" } });
    expect((await talk.print({ id: "A001" })).result).toBe("uncertain");
    printer.manners.paper = () => [0x00];
    expect((await talk.print({ id: "A002" })).result).toBe("printed");
    expect(printer.connections).toBe(2);
    expect(talk.late).toEqual([]);
  });

  test("a printer that can clear its buffer is told to", async () => {
    const { printer, talk } = await meet({ clears: true }, { capabilities: { clearsBuffer: true } });
    printer.afterRows(100, () => printer.reset());
    await talk.print({ id: "A001", pieces: [rows(5_000_000)] });
    expect((await talk.print({ id: "A002" })).result).toBe("printed");
    expect(printer.received.toString("latin1")).toContain("\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08");
  });

  test("a clone that never answers gets the filler too, and prints on", async () => {
    const { printer, talk } = await meet({ answer: () => undefined, frame: undefined }, { capabilities: { answers: "no" } });
    printer.afterRows(100, () => printer.reset());
    expect((await talk.print({ id: "A001", pieces: [rows(12_000_000)] })).result).toBe("uncertain");
    expect(await talk.print({ id: "A002" })).toEqual({ result: "sent" });
    await until(() => printer.received.toString("latin1").includes("\0".repeat(24_576)));
  });

  test("a mute printer whose wire takes nothing has a fault, and gets no job", async () => {
    const closed = new AbortController();
    const stuck: PrinterDriver = {
      open: async () => ({
        closed: closed.signal,
        write: (_, signal) => new Promise((__, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
        [Symbol.asyncDispose]: async () => closed.abort(new Error("closed")),
      }),
    };
    const talk = talkTo(new URL("serial:///dev/ttyUSB0"), { driver: stuck, unfinished: true, capabilities: { answers: "no" } });
    expect(await talk.print()).toEqual({ result: "not-started", fault: "buffer-uncleared" });
    expect(talk.conversation.condition.faults).toEqual(["buffer-uncleared"]);
    await talk.conversation.close();
  });

  test("a job left by a process that died is cleared away first", async () => {
    const { printer, talk } = await meet({}, { unfinished: true });
    expect((await talk.print()).result).toBe("printed");
    const text = printer.received.toString("latin1");
    expect(text.indexOf("00~~~~")).toBeLessThan(text.indexOf("x"));
  });

  test("a printer that dies while a slow wire carries the filler is named long before all of it has gone", async () => {
    const takenWhenNamed: number[] = [];
    const { printer, talk } = await meet(
      {},
      {
        unfinished: true,
        capabilities: { bytesPerSecond: 5_000 },
        patience: { ...shortPatience, answerMs: 1_000 },
        onCondition: ({ faults }) => faults[0] === "silent" && takenWhenNamed.push(printer.received.length),
      },
    );
    const { answer, echo } = printer.manners;
    const isDead = () => printer.received.length > 1_500;
    printer.manners.answer = (question) => (isDead() ? undefined : answer(question));
    printer.manners.echo = (id) => (isDead() ? [] : echo(id));
    await talk.tend();
    expect(takenWhenNamed.at(-1)).toBeGreaterThan(1_500);
    expect(takenWhenNamed.at(-1)).toBeLessThan(5_000); // of 24 KB
  });

  test("a printer that answers nothing while it eats half an image is filled up all the same", async () => {
    const { printer, talk } = await meet({}, { unfinished: true, capabilities: { bytesPerSecond: 20_000 } });
    const isEating = () => printer.received.includes("\0".repeat(100));
    const filled = () => printer.received.length > 24_576;
    const asked = printer.manners.answer;
    printer.manners.answer = (question) => (!isEating() || filled() ? asked(question) : undefined);
    while ((await talk.print()).result !== "printed");
    expect(filled()).toBe(true);
    expect(talk.conversation.condition.state).toBe("ready");
  });
});
