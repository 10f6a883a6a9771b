import type { Block } from "./blocks.ts";

/** About as many blocks as a long proof slip has; drawn, they are a fifth of a megabyte. */
const sliceSize = 64;

/**
 * Cuts long paper between blocks, so that ten thousand lines are laid out and drawn in the memory of a few. Blocks stand one
 * below the other, so that slices printed one after the other are the paper they would be as a whole.
 */
export function* slicesOf(blocks: Iterable<Block>): Generator<readonly Block[]> {
  let slice: Block[] = [];
  for (const block of blocks) {
    slice.push(block);
    if (slice.length < sliceSize) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
