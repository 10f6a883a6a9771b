import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Moves } from "../../src/invoice/moves.ts";
import { slipMoves } from "../../src/invoice/paper/slip.ts";
import { parcelMoves } from "../../src/invoice/parcel.ts";
import { rangeMoves } from "../../src/invoice/track-range.ts";

const page = readFileSync(new URL("../../docs/states.md", import.meta.url), "utf8");
const pictures = [...page.matchAll(/```mermaid\nstateDiagram-v2\n(.*?)```/gs)].map(([, lines = ""]) =>
  lines.trim().split(/\n\s*/),
);

function linesOf(moves: Moves): string[] {
  return Object.entries(moves).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `${from} --> ${to}: ${event}`),
  );
}

test.each([
  ["slip", slipMoves],
  ["track range", rangeMoves],
  ["parcel", parcelMoves],
] as const)("the picture of a %s's life shows exactly the moves of its table", (name, moves) => {
  const index = ["slip", "track range", "parcel"].indexOf(name);
  expect(pictures[index]?.toSorted()).toEqual(linesOf(moves).toSorted());
});
