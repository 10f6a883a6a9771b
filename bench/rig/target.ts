import { say } from "../../src/cli/terminal.ts";
import { short } from "./figures.ts";

/** A figure beside what the design promises (architecture.md, "Size and speed to hold"). */
export interface Target {
  readonly what: string;
  readonly seen: number;
  readonly unit: string;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
}

/** Prints every target with its verdict in words. Returns the exit code: 0 when all are met. */
export function judge(targets: readonly Target[]): number {
  const widest = Math.max(...targets.map(({ what }) => what.length));
  say("");
  for (const target of targets) say(`${isMet(target) ? "met   " : "MISSED"}  ${target.what.padEnd(widest)}  ${inWords(target)}`);
  const missed = targets.filter((target) => !isMet(target)).length;
  say(missed === 0 ? "\nAll targets are met." : `\n${missed} of ${targets.length} targets are missed.`);
  return missed === 0 ? 0 : 1;
}

function isMet({ seen, bound }: Target): boolean {
  return "atMost" in bound ? seen <= bound.atMost : seen >= bound.atLeast;
}

function inWords({ seen, unit, bound }: Target): string {
  const wanted = "atMost" in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
  return `${short(seen)} ${unit} (${wanted})`;
}
