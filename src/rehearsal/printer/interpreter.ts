import type { CutKind } from "../paper/moves.ts";
import type { Press, RasterHead } from "../paper/press.ts";

/** Reads one command's arguments byte by byte; each `yield` is the next byte of the receive buffer. */
type Reading = Generator<void, void, number>;
type Command = (press: Press) => Reading;
type CommandTable = Readonly<Record<number, Command>>;

/**
 * The printer's program: reads bytes for ever and tells the press what they mean. Bytes that mean nothing are logged, and
 * come out as text as far as they have a picture.
 */
export function* interpret(press: Press): Generator<void, never, number> {
  let byte = yield;
  while (true) {
    press.beginCommand();
    if (press.isLead(byte)) {
      const trail = yield;
      if (isTrail(trail)) press.wideCharacter(byte, trail);
      else press.lacking([byte]);
      byte = isTrail(trail) ? yield : trail;
      continue;
    }
    const command = controls[byte];
    if (command) yield* command(press);
    else if (byte >= 0x20) press.character(byte);
    else press.unknown([byte]);
    byte = yield;
  }
}

function isTrail(byte: number): boolean {
  return (byte >= 0x40 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xfe);
}

const controls: CommandTable = {
  0: nothing, // hosts pad broken images with zeros (spec/escpos.md 4.5)
  9: at((press) => press.tab()),
  10: at((press) => press.lineFeed()),
  13: nothing,
  16: realTime,
  27: (press) => prefixed(press, 0x1b, escapes),
  28: (press) => prefixed(press, 0x1c, kanji),
  29: (press) => prefixed(press, 0x1d, groups),
};

const escapes: CommandTable = {
  33: withOne((press, n) => {
    const [heightScale, widthScale] = [n & 0x10 ? 2 : 1, n & 0x20 ? 2 : 1];
    press.style({ bold: (n & 0x08) !== 0, underline: (n & 0x80) !== 0, heightScale, widthScale });
  }),
  45: withOne((press, n) => press.style({ underline: (n & 0x03) !== 0 })),
  50: at((press) => press.spacing()),
  51: withOne((press, n) => press.spacing(n)),
  64: at((press) => press.initialise()),
  69: withOne((press, n) => press.style({ bold: (n & 0x01) !== 0 })),
  74: withOne((press, n) => press.feedUnits(n)),
  97: withOne((press, n) => press.align(n)),
  100: withOne((press, n) => press.feedLines(n)),
  105: at((press) => press.cut("full")),
  109: at((press) => press.cut("partial")),
  112: drawerPulse,
  // Known by their length, without an effect here: font, international set, code table, spacing, beep.
  32: skipping(1),
  66: skipping(2),
  77: skipping(1),
  82: skipping(1),
  116: skipping(1),
};

const kanji: CommandTable = {
  38: at((press) => press.multibyte(true)),
  46: at((press) => press.multibyte(false)),
};

const groups: CommandTable = {
  33: withOne((press, n) => press.style({ widthScale: ((n >> 4) & 7) + 1, heightScale: (n & 7) + 1 })),
  40: parenthesis,
  56: longGraphics,
  73: withOne(identify),
  86: cut,
  97: withOne((press, n) => press.statusWish(n)),
  114: withOne((press, n) => {
    if (!press.model.answers.paperStatus) return;
    if (n === 1 || n === 49) press.answer({ kind: "paper" });
    if (n === 2 || n === 50) press.answer({ kind: "drawer" });
  }),
  118: raster,
};

/** GS V's first argument; from 65 on the paper is fed to the knife first. */
const cuts: Readonly<Record<number, CutKind>> = {
  0: "full",
  48: "full",
  1: "partial",
  49: "partial",
  65: "full",
  97: "full",
  66: "partial",
  98: "partial",
};

function at(act: (press: Press) => void): Command {
  // biome-ignore lint/correctness/useYield: a command without arguments reads nothing.
  return function* (press) {
    act(press);
  };
}

function withOne(act: (press: Press, n: number) => void): Command {
  return function* (press) {
    act(press, yield);
  };
}

function skipping(count: number): Command {
  return () => skip(count);
}

function* nothing(): Reading {}

function* skip(count: number): Reading {
  for (let i = 0; i < count; i++) yield;
}

function* read(count: number): Generator<void, Uint8Array, number> {
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) bytes[i] = yield;
  return bytes;
}

function* word(): Generator<void, number, number> {
  return (yield) + 256 * (yield);
}

function* prefixed(press: Press, prefix: number, table: CommandTable): Reading {
  const code = yield;
  const command = table[code];
  if (command) return yield* command(press);
  unknown(press, [prefix, code]);
}

function unknown(press: Press, bytes: readonly number[]): void {
  press.unknown(bytes);
  for (const byte of bytes) press.character(byte);
}

/** Already done when it was received; here its bytes only go by. */
function* realTime(press: Press): Reading {
  const code = yield;
  if (code === 0x04 || code === 0x05) return yield* skip(1);
  if (code !== 0x14) return unknown(press, [0x10, code]);
  const fn = yield;
  const argumentCount = { 1: 2, 2: 2, 8: 7 }[fn];
  if (argumentCount === undefined) return unknown(press, [0x10, code, fn]);
  yield* skip(argumentCount);
}

function* drawerPulse(press: Press): Reading {
  const m = yield;
  const onMs = (yield) * 2;
  yield; // the pause after it
  press.pulse(m === 1 || m === 49 ? 5 : 2, onMs);
}

function* cut(press: Press): Reading {
  const m = yield;
  const kind = cuts[m];
  if (!kind) unknown(press, [0x1d, 0x56, m]);
  else if (m === 0 || m === 1 || m === 48 || m === 49) press.cut(kind);
  else press.cut(kind, yield);
}

function* raster(press: Press): Reading {
  const zero = yield;
  if (zero !== 0x30) return unknown(press, [0x1d, 0x76, zero]);
  const mode = yield;
  if (mode > 3 && (mode < 48 || mode > 51)) return unknown(press, [0x1d, 0x76, zero, mode]);
  const rowBytes = yield* word();
  const rows = yield* word();
  const head: RasterHead = { rowBytes, rows, widthScale: mode & 1 ? 2 : 1, heightScale: mode & 2 ? 2 : 1 };
  press.beginRaster(head);
  for (let row = 0; row < rows; row++) press.rasterRow(yield* read(rowBytes), head);
}

/** GS ( X: its arguments are counted, so what is not interpreted is still never printed as text (spec/escpos.md 9.5). */
function* parenthesis(press: Press): Reading {
  const letter = yield;
  const length = yield* word();
  if (letter !== 0x48 || length !== 6) return yield* skip(length);
  const [group, fn, ...id] = yield* read(length);
  const isProcessId = group === 0x30 && fn === 0x30 && id.every((byte) => byte >= 0x20 && byte <= 0x7e);
  if (isProcessId && press.model.answers.processId) press.answer({ kind: "process-id", id: String.fromCharCode(...id) });
}

function* longGraphics(press: Press): Reading {
  const letter = yield;
  if (letter !== 0x4c) return unknown(press, [0x1d, 0x38, letter]);
  const low = yield* word();
  const high = yield* word();
  yield* skip(low + high * 65536);
}

function identify(press: Press, n: number): void {
  const { answers, maker, name, languageFont } = press.model;
  const texts: Readonly<Record<number, string>> = { 65: "1.00 REH", 66: maker, 67: name, 68: "REH0000001", 69: languageFont };
  const numbers: Readonly<Record<number, number>> = { 1: 0x20, 2: 0x03, 3: 0x01 }; // 2: two-byte characters and a knife
  const number = numbers[n] ?? numbers[n - 48];
  const text = texts[n];
  if (!answers.identity) return;
  if (number !== undefined) press.answer({ kind: "identity", bytes: Uint8Array.of(number) });
  if (text !== undefined) press.answer({ kind: "identity", bytes: Buffer.from(`_${text}\0`, "latin1") });
}
