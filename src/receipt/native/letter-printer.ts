import { InMemory, Model, Printer } from "escpos-buffer";
import EpsonProfile from "escpos-buffer/dist/profile/Epson.js";
import type { LetterSet } from "./dialect.ts";

/** FS &: two bytes are one character. The character set itself lies in the ROM and is not chosen. */
const twoByteCharacters = "\x1c&";

/** A CommonJS default arrives wrapped in Node and bare where a test's loader has unwrapped it. */
const Epson = EpsonProfile.default ?? (EpsonProfile as unknown as typeof EpsonProfile.default);

/** What collects a slip's bytes. escpos-buffer opens nothing: the conversation with the printer is ours. */
export interface LetterPrinter {
  readonly printer: Printer;
  /** Puts bytes of ours between. */
  add(bytes: Uint8Array): void;
  /** All bytes since the last time. */
  take(): Uint8Array;
}

/**
 * A printer of escpos-buffer with a profile of ours, for none of its own knows Chinese (spec/escpos.md 1.3). Of its calls only
 * write, withStyle and a feed of one line are used: the others are wrong or outdated, and ESC @ would switch status off.
 */
export async function letterPrinter(letters: LetterSet): Promise<LetterPrinter> {
  const memory = new InMemory();
  const codepages = [{ code: letters, command: twoByteCharacters }];
  const profile = new Epson({
    profile: "epson",
    brand: "Tillseal",
    model: letters,
    columns: 32,
    feed: 0,
    fonts: [{ name: "Font A", columns: 32 }],
    codepage: letters,
    codepages,
  });
  const printer = await Printer.CONNECT(new Model(profile), memory);
  return {
    printer,
    add: (bytes) => memory.list.push(Buffer.from(bytes)),
    take: () => Buffer.concat(memory.list.splice(0)),
  };
}
