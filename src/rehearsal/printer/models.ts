/** Which questions a printer answers; a cheap clone answers none. */
export interface Answers {
  /** Automatic status back, GS a. */
  readonly automaticStatus: boolean;
  /** GS ( H function 48. */
  readonly processId: boolean;
  /** GS r. */
  readonly paperStatus: boolean;
  /** DLE EOT. */
  readonly realTimeStatus: boolean;
  /** GS I. */
  readonly identity: boolean;
}

/** Commands that only some printers have; what a printer lacks comes out as text. */
export interface Abilities {
  readonly pageMode: boolean;
  /** GS ( k. */
  readonly nativeQr: boolean;
  /** GS ( L and GS 8 L. */
  readonly storedGraphics: boolean;
  /** ESC B, of the Chinese brands. */
  readonly escBeep: boolean;
  /** ESC K moves the paper back. */
  readonly backFeed: boolean;
  /** WinPOS: ESC 02 and ESC 03 around two codes side by side, and GS ( k 31 76, which forces a QR version. */
  readonly pairedQr: boolean;
}

export type RomName = "cp950" | "gb18030" | "ascii";

/** What one kind of printer is like. Lengths in dots of its own head. */
export interface PrinterModel {
  readonly name: string;
  /** One line for whoever has to choose. */
  readonly about: string;
  readonly widthDots: number;
  readonly dotsPerMm: number;
  readonly dotsPerInch: number;
  readonly paperMmPerSecond: number;
  readonly cutMs: number;
  /** What it costs to set standing paper in motion; a wire that is too slow costs it again and again. */
  readonly startMs: number;
  /** Paper between the print head and the knife: it stays in the printer at a cut and leads the next piece. */
  readonly headToCutterDots: number;
  readonly receiveBufferBytes: number;
  /** Rows the printer works out ahead of the paper, before it stops taking bytes from its receive buffer. */
  readonly rowsAhead: number;
  readonly lineSpacingDots: number;
  /** One vertical motion unit of ESC J, ESC 3 and GS V: half a dot on 1/360" Epsons, a dot on clones (spec/escpos.md 2). */
  readonly dotsPerFeedUnit: number;
  /** One horizontal motion unit of ESC $, GS L and GS W. */
  readonly dotsPerSideUnit: number;
  /** The narrowest bar GS w takes; a smaller number changes nothing. */
  readonly narrowestBarDots: number;
  readonly rom: RomName;
  /** Chinese brands wake up with two-byte characters on. */
  readonly multibyteAtPowerOn: boolean;
  /** Bixolon's GS a holds only until ESC @. */
  readonly initialiseEndsAutomaticStatus: boolean;
  /** Frames come this often, change or not, instead of at changes. */
  readonly automaticStatusEveryMs?: number;
  /** The pushed FEED button shows in 2.1 of automatic status; old printers and clones leave it out. */
  readonly buttonBit: boolean;
  /** What a second host meets: it waits unread, is reset, or is served beside the first (both hear every reply). */
  readonly secondHost: "waits" | "refused" | "served";
  /** A host that says nothing for so long is reset. */
  readonly idleResetMs?: number;
  /** Of its serial port. */
  readonly baud: number;
  /** What GS I 66, 67 and 69 say. */
  readonly maker: string;
  readonly languageFont: string;
  readonly answers: Answers;
  readonly abilities: Abilities;
}

const everything: Answers = { automaticStatus: true, processId: true, paperStatus: true, realTimeStatus: true, identity: true };
const nothing: Answers = { automaticStatus: false, processId: false, paperStatus: false, realTimeStatus: false, identity: false };
const epson: Abilities = {
  pageMode: true,
  nativeQr: true,
  storedGraphics: true,
  escBeep: false,
  backFeed: false,
  pairedQr: false,
};
const chinese: Abilities = { ...epson, pageMode: false, storedGraphics: false, escBeep: true };

const narrow: PrinterModel = {
  name: "virtual-58",
  about: "58 mm, Big5; knows and answers everything",
  widthDots: 384,
  dotsPerMm: 8,
  dotsPerInch: 203,
  paperMmPerSecond: 150,
  cutMs: 300,
  startMs: 0,
  headToCutterDots: 120,
  receiveBufferBytes: 4096,
  rowsAhead: 64,
  lineSpacingDots: 30,
  dotsPerFeedUnit: 1,
  dotsPerSideUnit: 1,
  narrowestBarDots: 1,
  rom: "cp950",
  multibyteAtPowerOn: false,
  initialiseEndsAutomaticStatus: true,
  buttonBit: true,
  secondHost: "waits",
  baud: 115_200,
  maker: "Rehearsal",
  languageFont: "TAIWAN BIG-5",
  answers: everything,
  abilities: { ...epson, escBeep: true, backFeed: true },
};

const epson80: PrinterModel = {
  ...narrow,
  name: "epson-80",
  about: "80 mm at 203 dpi, Big5; answers everything, resets a host after 90 idle seconds",
  widthDots: 576,
  paperMmPerSecond: 200,
  startMs: 10,
  idleResetMs: 90_000,
  narrowestBarDots: 2,
  maker: "EPSON",
  baud: 38_400,
  abilities: epson,
};

const epson180: PrinterModel = {
  ...epson80,
  name: "epson-180dpi",
  about: "80 mm at 180 dpi, vertical units of 1/360 inch; before GS ( H came",
  widthDots: 512,
  dotsPerMm: 180 / 25.4,
  dotsPerInch: 180,
  paperMmPerSecond: 150,
  headToCutterDots: 106,
  dotsPerFeedUnit: 0.5,
  answers: { ...everything, processId: false },
};

const clone58: PrinterModel = {
  ...narrow,
  name: "clone-58",
  about: "58 mm, GB18030 from power-up; no page mode, no automatic status, no job numbers",
  paperMmPerSecond: 90,
  startMs: 25,
  headToCutterDots: 96,
  rom: "gb18030",
  multibyteAtPowerOn: true,
  initialiseEndsAutomaticStatus: false,
  buttonBit: false,
  secondHost: "refused",
  baud: 9600,
  maker: "POS-58",
  languageFont: "CHINA GB18030",
  answers: { ...nothing, paperStatus: true, realTimeStatus: true },
  abilities: chinese,
};

/** The printers that can be played. Add a line to add one. */
export const models = {
  "virtual-58": narrow,
  "virtual-80": {
    ...narrow,
    name: "virtual-80",
    about: "80 mm, Big5; knows and answers everything",
    widthDots: 576,
    paperMmPerSecond: 200,
  },
  "silent-clone": {
    ...narrow,
    name: "silent-clone",
    about: "58 mm, Big5; prints, and says nothing at all",
    paperMmPerSecond: 90,
    multibyteAtPowerOn: true,
    answers: nothing,
  },
  "epson-80": epson80,
  "epson-180dpi": epson180,
  "epson-ank": {
    ...epson80,
    name: "epson-ank",
    about: "80 mm at 203 dpi without Chinese: two-byte text comes out as other letters",
    rom: "ascii",
    languageFont: "ANK",
  },
  "clone-58": clone58,
  "chatty-clone": {
    ...clone58,
    name: "chatty-clone",
    about: "58 mm, Big5; sends its status each second, change or not",
    rom: "cp950",
    initialiseEndsAutomaticStatus: true,
    automaticStatusEveryMs: 1000,
    answers: { ...everything, processId: false },
  },
  "winpos-58": {
    ...clone58,
    name: "winpos-58",
    about: "58 mm, Big5, 9600 baud; two QR codes by moving the paper back",
    rom: "cp950",
    maker: "WinPOS",
    languageFont: "BIG5",
    answers: { ...nothing, realTimeStatus: true, paperStatus: true },
    abilities: { ...chinese, backFeed: true, pairedQr: true },
  },
  "many-hosts-80": {
    ...narrow,
    name: "many-hosts-80",
    about: "80 mm, Big5; serves several hosts at once",
    widthDots: 576,
    paperMmPerSecond: 250,
    secondHost: "served",
  },
} as const satisfies Record<string, PrinterModel>;

export type ModelName = keyof typeof models;

export const modelNames = Object.keys(models) as readonly ModelName[];

export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(models, name);
}
