import type { Press } from "../paper/press.ts";

/** Reads one command's arguments byte by byte; each `yield` is the next byte of the receive buffer. */
export type Reading = Generator<void, void, number>;
export type Command = (press: Press) => Reading;
export type CommandTable = Readonly<Record<number, Command>>;

/** A command without arguments. */
export function at(act: (press: Press) => void): Command {
  // biome-ignore lint/correctness/useYield: a command without arguments reads nothing.
  return function* (press) {
    act(press);
  };
}

export function withOne(act: (press: Press, n: number) => void): Command {
  return function* (press) {
    act(press, yield);
  };
}

export function withTwo(act: (press: Press, one: number, two: number) => void): Command {
  return function* (press) {
    act(press, yield, yield);
  };
}

/** One argument of two bytes. */
export function withWord(act: (press: Press, n: number) => void): Command {
  return function* (press) {
    act(press, yield* word());
  };
}

/** Known by its length, without an effect here. */
export function skipping(count: number): Command {
  return () => skip(count);
}

export function* nothing(): Reading {}

export function* skip(count: number): Reading {
  for (let i = 0; i < count; i++) yield;
}

export function* read(count: number): Generator<void, Uint8Array, number> {
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) bytes[i] = yield;
  return bytes;
}

export function* word(): Generator<void, number, number> {
  return (yield) + 256 * (yield);
}

/** A word that may be negative. */
export function signed(n: number): number {
  return n >= 0x8000 ? n - 0x10000 : n;
}

/** Bytes that mean nothing are logged, and come out as text as far as they have a picture. */
export function unknown(press: Press, bytes: readonly number[]): void {
  press.unknown(bytes);
  for (const byte of bytes) press.character(byte);
}

/** A command only some printers have. */
export function onlyIf(isKnown: (press: Press) => boolean, bytes: readonly number[], command: Command): Command {
  return function* (press) {
    if (isKnown(press)) yield* command(press);
    else unknown(press, bytes);
  };
}
