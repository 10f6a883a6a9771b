import { expect, test } from "vitest";
import { NothingTaken, type PrinterDriver } from "../../../src/drivers/driver.ts";
import { talkTo, until } from "../talk.ts";

/** A wire that carries jobs. `finish` ends as it is told to. */
function aQueue() {
  const queue = {
    jobs: [] as string[],
    opened: 0,
    finish: async (_signal: AbortSignal): Promise<void> => {},
  };
  const driver: PrinterDriver = {
    async open() {
      queue.opened += 1;
      const closed = new AbortController();
      let written = "";
      return {
        closed: closed.signal,
        write: async (bytes) => {
          written += Buffer.from(bytes).toString("latin1");
        },
        async finish(signal) {
          const job = written;
          written = "";
          await queue.finish(signal);
          queue.jobs.push(job);
        },
        [Symbol.asyncDispose]: async () => closed.abort(new Error("closed")),
      };
    },
  };
  const talk = talkTo(new URL("cups:///till"), { driver, capabilities: { answers: "no", confirms: "nothing" } });
  return { queue, talk };
}

const slip = { pieces: [Buffer.from("slip")] };

test("a job is sent when its queue says that it has left, and not before", async () => {
  const { queue, talk } = aQueue();
  let leave: () => void = () => {};
  queue.finish = () =>
    new Promise((resolve) => {
      leave = resolve;
    });
  let outcome: unknown;
  const printing = talk.print(slip).then((said) => {
    outcome = said;
  });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(outcome).toBeUndefined();
  leave();
  await printing;
  expect(outcome).toEqual({ result: "sent" });
  expect(queue.jobs[0]).toBe("\x1b@\x1daOslip");
  await talk.conversation.close();
});

test("a job refused whole was not started, the printer is unreachable, and the next attempt prints once", async () => {
  const { queue, talk } = aQueue();
  queue.finish = () => Promise.reject(new NothingTaken("the queue is stopped"));
  expect(await talk.print(slip)).toEqual({ result: "not-started", fault: "unreachable" });
  expect(talk.conversation.condition.faults).toEqual(["unreachable"]);
  queue.finish = async () => {};
  expect(await talk.print(slip)).toEqual({ result: "sent" });
  expect(queue.opened).toBe(2);
  expect(queue.jobs.map((job) => job.split("slip").length - 1)).toEqual([1]);
  expect(talk.conversation.condition.faults).toEqual([]);
  await talk.conversation.close();
});

test("a job that got into trouble in the queue is uncertain, and says which", async () => {
  const { queue, talk } = aQueue();
  queue.finish = () => Promise.reject(new Error("somebody took it out"));
  expect(await talk.print(slip)).toEqual({
    result: "uncertain",
    reason: "The job did not get through: somebody took it out.",
  });
  await talk.conversation.close();
});

test("a job that stays in the queue is given up, and the queue is told", async () => {
  const { queue, talk } = aQueue();
  let told = false;
  queue.finish = (signal) =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => {
        told = true;
        reject(signal.reason);
      });
    });
  expect(await talk.print(slip)).toEqual({ result: "uncertain", reason: "Nothing moved any more." });
  await until(() => told);
  await talk.conversation.close();
});

test("paper that cannot be drawn to its end never reaches the queue", async () => {
  const { queue, talk } = aQueue();
  const pieces = (function* () {
    yield Buffer.alloc(10_000);
    throw new Error("the font is gone");
  })();
  expect(await talk.print({ pieces })).toEqual({ result: "uncertain", reason: "The rest of the paper could not be drawn." });
  expect(queue.jobs).toEqual([]);
  await talk.conversation.close();
});
