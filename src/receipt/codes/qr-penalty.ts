/**
 * How hard a symbol is to scan (ISO/IEC 18004, 7.8.3): long runs of one colour, what looks like a finder, blocks of one colour,
 * too much dark or light. Modules row by row, 1 dark; 33 to 62 a side. Eight symbols are weighed for each code, so 32 lines are
 * looked at in one step.
 */
export function penaltyOf(modules: Uint8Array, size: number): number {
  const columns = stripsOf(modules, { size, along: size, across: 1 });
  const rows = stripsOf(modules, { size, along: 1, across: size });
  let [lines, blocks, dark] = [0, 0, 0];
  for (const strip of [...columns, ...rows]) lines += runPenalty(strip) + 40 * findersIn(strip);
  for (const strip of columns) {
    blocks += blocksIn(strip);
    dark += darkIn(strip);
  }
  // In steps of 5 % away from half, rounded up as the encoder does it.
  return lines + 3 * blocks + 10 * Math.abs(Math.ceil((20 * dark) / modules.length) - 10);
}

/** Up to 32 neighbouring lines: a number for each step along them, and in it a bit for each line. */
interface Strip {
  readonly steps: Int32Array;
  /** The bits of the lines that count here and in no other strip. */
  readonly own: number;
}

/** How far apart in the modules two steps along a line are, and two neighbouring lines. */
interface Direction {
  readonly size: number;
  readonly along: number;
  readonly across: number;
}

/** All lines of a direction. The second strip begins with the last line of the first, because a block is two lines wide. */
function stripsOf(modules: Uint8Array, direction: Direction): readonly Strip[] {
  const { size, across } = direction;
  return [
    { steps: stepsOf(modules, direction, 32), own: -1 },
    { steps: stepsOf(modules.subarray(31 * across), direction, size - 31), own: 2 ** (size - 31) - 2 },
  ];
}

function stepsOf(modules: Uint8Array, { size, along, across }: Direction, lines: number): Int32Array {
  const steps = new Int32Array(size);
  for (let step = 0; step < size; step++) {
    let bits = 0;
    for (let line = 0, at = step * along; line < lines; line++, at += across) bits |= modules[at]! << line;
    steps[step] = bits;
  }
  return steps;
}

/** The fifth module of one colour in a line costs 3, each further one 1. */
function runPenalty({ steps, own }: Strip): number {
  let penalty = 0;
  let [same1, same2, same3, before] = [0, 0, 0, 0];
  for (let at = 1; at < steps.length; at++) {
    const same = ~(steps[at]! ^ steps[at - 1]!);
    const long = same & same1 & same2 & same3 & own;
    if (long !== 0) penalty += ones(long) + 2 * ones(long & ~before);
    before = long;
    same3 = same2;
    same2 = same1;
    same1 = same;
  }
  return penalty;
}

/** How often a finder's 1:1:3:1:1 stands in a line with four light modules before it or behind it. */
function findersIn({ steps, own }: Strip): number {
  let count = 0;
  for (let at = 0; at + 7 <= steps.length; at++) {
    const light = steps[at + 1]! | steps[at + 5]!;
    const found = own & ~light & steps[at]! & steps[at + 2]! & steps[at + 3]! & steps[at + 4]! & steps[at + 6]!;
    if (found !== 0) count += ones(found & ~darkAmong(steps, at - 4)) + ones(found & ~darkAmong(steps, at + 7));
  }
  return count;
}

/** The lines with anything dark in four steps; all lines where the symbol ends before that. */
function darkAmong(steps: Int32Array, from: number): number {
  if (from < 0 || from + 4 > steps.length) return -1;
  return steps[from]! | steps[from + 1]! | steps[from + 2]! | steps[from + 3]!;
}

/** How many squares of two by two have one colour; they may overlap. */
function blocksIn({ steps, own }: Strip): number {
  let count = 0;
  for (let at = 1; at < steps.length; at++) {
    const step = steps[at]!;
    const same = ~(step ^ steps[at - 1]!);
    count += ones(same & (same << 1) & ~(step ^ (step << 1)) & own);
  }
  return count;
}

function darkIn({ steps, own }: Strip): number {
  let count = 0;
  for (const step of steps) count += ones(step & own);
  return count;
}

/** How many bits are 1, added up in pairs, fours and bytes. */
function ones(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
