import type { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { type BuiltTill, built, type Program, startBuiltTill } from "../../../bench/rig/built-till.ts";
import { type Answer, keptAlive, postSale } from "../../../bench/rig/post.ts";
import type { Machine } from "../../../src/rehearsal/printer/machine.ts";
import { type Book, readBook } from "../rig/book.ts";
import { hastyModel, watchPaper } from "../rig/paper.ts";

export interface KillRunOptions {
  readonly home: string;
  readonly kills: number;
  readonly chance: () => number;
  readonly program?: Program;
  /** Told now and then how far the run is. */
  onProgress?(kills: number, sales: number): void;
}

export interface KillEvidence {
  /** Every answer each request id ever got. */
  readonly answers: ReadonlyMap<string, readonly Answer[]>;
  readonly book: Book;
  readonly onPaper: readonly string[];
  /** Requests whose first answer was a replay: committed, then killed before the answer left. */
  readonly unanswered: number;
}

const callerCount = 4;
/** How long a till lives after its first answer, at most: mostly short, and now and then long enough for slips to come out. */
const shortLifeMs = 300;
const longLifeMs = 1200;
const longLives = 0.2;
/** Sent again after every restart. */
export const stubbornRequest = "the-same-sale-again";

/** Sells, kills, starts again, and lets every caller repeat what was not answered; at the end everything is answered. */
export async function killRun({ home, kills, chance, program = built, onProgress }: KillRunOptions): Promise<KillEvidence> {
  await using paper = await watchPaper(hastyModel);
  const start = () => startBuiltTill({ home, printer: paper.printer.url, program });
  const street: Street = { till: await start(), answers: new Map(), chance, closing: false, unanswered: 0, sold: 0 };
  const callers = Array.from({ length: callerCount }, (_, caller) => sellUntilClosing(street, caller));
  for (let kill = 1; kill <= kills; kill++) {
    await pause(chance() * (chance() < longLives ? longLifeMs : shortLifeMs));
    await street.till?.kill();
    street.till = null;
    street.till = await start();
    await ask(street, keptAlive(1), stubbornRequest);
    if (kill % 25 === 0) onProgress?.(kill, street.answers.size);
  }
  await untilMorePaper(paper.printer.machine);
  street.closing = true;
  await Promise.all(callers);
  await street.till?.stop();
  await paper.printer.machine.atRest();
  return { answers: street.answers, book: readBook(home), onPaper: await paper.barCodes(), unanswered: street.unanswered };
}

/** The last till lives on until a few more slips have come out, or for ten seconds. */
async function untilMorePaper(machine: Machine): Promise<void> {
  const before = machine.state.pieces;
  for (let waited = 0; waited < 10_000 && machine.state.pieces < before + 3; waited += 50) await pause(50);
}

interface Street {
  /** Null while no till is alive. */
  till: BuiltTill | null;
  readonly answers: Map<string, Answer[]>;
  readonly chance: () => number;
  closing: boolean;
  unanswered: number;
  sold: number;
}

/** A caller never gives up a sale, and now and then asks again for one it has. */
async function sellUntilClosing(street: Street, caller: number): Promise<void> {
  const agent = keptAlive(1);
  for (let sale = 1; !street.closing; sale++) {
    const again = street.chance() < 0.1 && sale > 1;
    await ask(street, agent, `caller-${caller}-${again ? Math.ceil(street.chance() * (sale - 1)) : sale}`);
    await pause(street.chance() * 20);
  }
  agent.destroy();
}

/** Sends one request until it is answered with an invoice. */
async function ask(street: Street, agent: Agent, requestId: string): Promise<void> {
  for (;;) {
    const { till } = street;
    try {
      if (!till) throw new Error("nobody is there");
      const answer = await postSale(till, agent, saleOf(requestId));
      if (answer.status !== 200 && answer.status !== 201) throw new Error(`answered with ${answer.status}`);
      const earlier = street.answers.get(requestId) ?? [];
      if (earlier.length === 0 && answer.status === 200) street.unanswered += 1;
      street.answers.set(requestId, [...earlier, answer]);
      return;
    } catch {
      await pause(5);
    }
  }
}

function saleOf(requestId: string) {
  return { requestId, lines: [{ name: `茶 ${requestId}`, quantity: 1, unitPrice: 35 }] };
}
