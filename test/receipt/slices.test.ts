import fc from "fast-check";
import { expect, test } from "vitest";
import type { Block } from "../../src/receipt/blocks.ts";
import { layOut } from "../../src/receipt/layout.ts";
import { render } from "../../src/receipt/render.ts";
import { slicesOf } from "../../src/receipt/slices.ts";
import { faces } from "./faces.ts";

const paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };

const block = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), text: fc.stringMatching(/^[一-三 a-c]{0,40}$/) }),
  fc.record({ kind: fc.constant("columns" as const), left: fc.stringMatching(/^[a-c]{1,30}$/), right: fc.constant("120 TX") }),
  fc.record({ kind: fc.constant("rule" as const) }),
  fc.record({ kind: fc.constant("gap" as const), heightDots: fc.integer({ min: 0, max: 40 }) }),
);

test("slices drawn one below the other are the paper drawn whole", () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 200 }), (blocks: Block[]) => {
      const drawn = [...slicesOf(blocks)].map((slice) => render(layOut(slice, paper, faces), faces).bitmap.bits);
      expect(Buffer.concat(drawn)).toEqual(Buffer.from(render(layOut(blocks, paper, faces), faces).bitmap.bits));
    }),
    { numRuns: 30 },
  );
});

test("no slice is longer than a long proof slip, and none is empty", () => {
  const sizes = [...slicesOf(Array<Block>(200).fill({ kind: "rule" }))].map(({ length }) => length);
  expect(sizes).toEqual([64, 64, 64, 8]);
  expect([...slicesOf([])]).toEqual([]);
});
