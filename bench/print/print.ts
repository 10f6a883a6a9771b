import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { systemClock } from "../../src/base/clock.ts";
import { silentLog } from "../../src/base/log.ts";
import { say } from "../../src/cli/terminal.ts";
import type { Fault } from "../../src/rehearsal/printer/faults.ts";
import { startVirtualPrinter } from "../../src/rehearsal/virtual-printer.ts";
import { aFolder, startBuiltTill } from "../rig/built-till.ts";
import { startCallers } from "../rig/callers.ts";
import { quantile, short } from "../rig/figures.ts";
import { keptAlive, postSale } from "../rig/post.ts";
import { nextSale } from "../rig/sale.ts";
import { judge, type Target } from "../rig/target.ts";
import { measureDrawing } from "./drawing.ts";
import { startQuickPrinter } from "./quick-printer.ts";

/** How soon a slip is on the wire, how fast slips are drawn, and whether a bad printer disturbs selling. */
export async function benchPrint(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { slips: { type: "string", default: "400" } } });
  const slips = Number(values.slips);
  return judge([...(await firstBytes(slips)), ...(await drawing(slips)), ...(await sellingBeside(slips))]);
}

async function firstBytes(slips: number): Promise<Target[]> {
  using folder = aFolder();
  await using printer = await startQuickPrinter();
  await using till = await startBuiltTill({ home: folder.path, printer: printer.url });
  const agent = keptAlive(1);
  const delays: number[] = [];
  await pause(500); // the line is up
  for (let slip = -20; slip < slips; slip++) {
    const begun = printer.nextSlip();
    await postSale(till, agent, nextSale());
    const answered = performance.now();
    const delay = (await begun) - answered;
    if (slip >= 0) delays.push(Math.max(0, delay));
    await pause(20); // the printer is idle again
  }
  agent.destroy();
  say(`Answer → first byte on the wire: p50 ${short(quantile(delays, 0.5))} ms, p99 ${short(quantile(delays, 0.99))} ms`);
  return [{ what: "answer → first byte, p99", seen: quantile(delays, 0.99), unit: "ms", bound: { atMost: 20 } }];
}

async function drawing(slips: number): Promise<Target[]> {
  const figures = await measureDrawing(slips);
  say(`Drawn: ${short(figures.slipsPerSecond)} slips/s of ${figures.slipBytes} bytes, p50 ${short(figures.p50Ms)} ms`);
  for (const [name, { slipsPerSecond, bytes }] of Object.entries(figures.others))
    say(
      `${name}: ${short(slipsPerSecond)} slips/s of ${bytes} bytes, ours is ${short(figures.slipsPerSecond / slipsPerSecond)} × that`,
    );
  return [
    { what: "slip drawn, p50", seen: figures.p50Ms, unit: "ms", bound: { atMost: 3 } },
    {
      what: "slips drawn a second",
      seen: figures.slipsPerSecond / figures.others.receiptline!.slipsPerSecond,
      unit: "× receiptline",
      bound: { atLeast: 2 },
    },
  ];
}

const conditions: readonly Fault[] = ["none", "never-reads", "paper-out", "slow", "port-closed"];

async function sellingBeside(sales: number): Promise<Target[]> {
  using callers = await startCallers();
  const targets: Target[] = [];
  for (const fault of conditions) {
    using folder = aFolder();
    const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog });
    await using till = await startBuiltTill({ home: folder.path, printer: printer.url });
    await callers.post({ door: till, callers: 1, sales: 20, restMs: 10 });
    printer.setFault(fault);
    const { answerMs } = await callers.post({ door: till, callers: 1, sales, restMs: 10 });
    const [p50, p99] = [quantile(answerMs, 0.5), quantile(answerMs, 0.99)];
    const name = fault === "none" ? "healthy" : fault;
    say(`Selling beside a printer that is ${name}: p50 ${short(p50)} ms, p99 ${short(p99)} ms`);
    targets.push({ what: `selling, printer ${name}, p99`, seen: p99, unit: "ms", bound: { atMost: 50 } });
    await till.kill();
    await printer.close();
  }
  return targets;
}
