import assert from "node:assert/strict";
import iconv from "iconv-lite";
import type { Bitmap } from "../../src/receipt/bitmap.ts";
import { loadRom } from "../../src/rehearsal/paper/rom.ts";
import { Connection } from "../../src/rehearsal/printer/connection.ts";
import { Machine } from "../../src/rehearsal/printer/machine.ts";
import { models, type PrinterModel } from "../../src/rehearsal/printer/models.ts";
import { WoundClock } from "./wound-clock.ts";

export const rom = loadRom();

/** Ten millimetres a second are easily reckoned: a dot row takes 12.5 ms; the knife is at the head, and cuts in no time. */
export const slowModel: PrinterModel = {
  ...models["virtual-58"],
  paperMmPerSecond: 10,
  cutMs: 100,
  headToCutterDots: 0,
};

/** A printer on the bench, with a host connected and its words written down. */
export function aPrinter(change: Partial<PrinterModel> = {}) {
  const clock = new WoundClock();
  const machine = new Machine({ clock, rom, model: { ...slowModel, ...change } });
  const pieces: Bitmap[] = [];
  machine.watch({ onPiece: (piece) => pieces.push(piece) });
  const connection = connect(machine);
  return {
    clock,
    machine,
    pieces,
    connection,
    heard: listen(connection),
    send: (...parts: Part[]) => connection.write(bytes(...parts)),
  };
}

export function connect(machine: Machine): Connection {
  const connection = machine.connect();
  assert(connection instanceof Connection, `the printer must be free, but is ${connection}`);
  return connection;
}

/** Writes down what the printer says from now on; the returned function gives it as hexadecimal bytes. */
export function listen(connection: Connection): () => string {
  const words: Uint8Array[] = [];
  void (async () => {
    for await (const word of connection.replies) words.push(word);
  })();
  return () => hex(Buffer.concat(words));
}

type Part = number | string | Uint8Array;

/** Numbers are bytes, strings are cp950 text. */
export function bytes(...parts: Part[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === "number" ? Buffer.of(part) : typeof part === "string" ? iconv.encode(part, "cp950") : part,
    ),
  );
}

export function hex(data: Uint8Array): string {
  return Buffer.from(data)
    .toString("hex")
    .replaceAll(/(..)(?=.)/g, "$1 ");
}

export const initialise = Uint8Array.of(0x1b, 0x40);
export const automaticStatus = Uint8Array.of(0x1d, 0x61, 0x4f);
export const cut = Uint8Array.of(0x1d, 0x56, 0x00);
export const statusQuestion = (n: number) => Uint8Array.of(0x10, 0x04, n);
export const processId = (id: string) => bytes(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, id);
/** What a printer says when the job with this id is on paper. */
export const confirmed = (id: string) => hex(bytes(0x37, 0x22, id, 0x00));
/** A picture of solid black rows, one byte (8 dots) wide unless told. */
export function blackRows(rows: number, rowBytes = 1): Uint8Array {
  return bytes(0x1d, 0x76, 0x30, 0, rowBytes, 0, rows & 0xff, rows >> 8, new Uint8Array(rows * rowBytes).fill(0xff));
}

/** The rows of a picture as text, for reading a failing test: # is black. */
export function drawn(picture: Bitmap): string[] {
  return Array.from({ length: picture.heightDots }, (_, y) =>
    Array.from({ length: picture.widthDots }, (_, x) =>
      (picture.bits[y * picture.rowBytes + (x >> 3)]! & (0x80 >> (x & 7))) !== 0 ? "#" : ".",
    ).join(""),
  );
}

/** How many rows of a picture carry ink. */
export function inkedRows(picture: Bitmap): number {
  return drawn(picture).filter((row) => row.includes("#")).length;
}

/** A printer that has printed these bytes as far as it will in a minute. */
export async function printed(change: Partial<PrinterModel>, ...parts: Part[]) {
  const printer = aPrinter(change);
  void printer.send(...parts);
  await printer.clock.wind(60_000);
  const { journal, attachedPaper } = printer.machine;
  return {
    ...printer,
    journal,
    paper: attachedPaper,
    texts: journal.items.filter(({ kind }) => kind === "text").map(({ text }) => text),
  };
}

/** A word, low byte first. */
export const w = (n: number) => Uint8Array.of(n & 0xff, (n >> 8) & 0xff);

/** GS ( k: the QR functions of a printer. */
export const qr = {
  size: (dots: number) => bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x43, dots),
  level: (name: "L" | "M" | "Q" | "H") => bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x45, 0x30 + "LMQH".indexOf(name)),
  keep: (data: string) => {
    const stored = Buffer.from(data, "utf8");
    return bytes(0x1d, 0x28, 0x6b, w(stored.length + 3), 0x31, 0x50, 0x30, stored);
  },
  print: bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30),
  askSize: bytes(0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x52, 0x30),
};
