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

/** What one kind of printer is like. Lengths in dots of its own head. */
export interface PrinterModel {
  readonly name: string;
  readonly widthDots: number;
  readonly dotsPerMm: number;
  readonly paperMmPerSecond: number;
  readonly cutMs: number;
  /** Paper between the print head and the knife: it stays in the printer at a cut and leads the next piece. */
  readonly headToCutterDots: number;
  readonly receiveBufferBytes: number;
  /** Rows the printer works out ahead of the paper, before it stops taking bytes from its receive buffer. */
  readonly rowsAhead: number;
  readonly lineSpacingDots: number;
  /** One vertical motion unit of ESC J, ESC 3 and GS V: half a dot on 1/360" Epsons, a dot on clones (spec/escpos.md 2). */
  readonly dotsPerFeedUnit: number;
  /** Chinese brands wake up with two-byte characters on. */
  readonly multibyteAtPowerOn: boolean;
  /** Bixolon's GS a holds only until ESC @. */
  readonly initialiseEndsAutomaticStatus: boolean;
  /** What GS I 66, 67 and 69 say. */
  readonly maker: string;
  readonly languageFont: string;
  readonly answers: Answers;
}

const everything: Answers = { automaticStatus: true, processId: true, paperStatus: true, realTimeStatus: true, identity: true };
const nothing: Answers = { automaticStatus: false, processId: false, paperStatus: false, realTimeStatus: false, identity: false };

const narrow: PrinterModel = {
  name: "virtual-58",
  widthDots: 384,
  dotsPerMm: 8,
  paperMmPerSecond: 150,
  cutMs: 300,
  headToCutterDots: 120,
  receiveBufferBytes: 4096,
  rowsAhead: 64,
  lineSpacingDots: 30,
  dotsPerFeedUnit: 1,
  multibyteAtPowerOn: false,
  initialiseEndsAutomaticStatus: true,
  maker: "Rehearsal",
  languageFont: "TAIWAN BIG-5",
  answers: everything,
};

/** The printers that can be played. Add a line to add one. */
export const models = {
  "virtual-58": narrow,
  "virtual-80": { ...narrow, name: "virtual-80", widthDots: 576, paperMmPerSecond: 200 },
  /** Prints, and says nothing at all. */
  "silent-clone": { ...narrow, name: "silent-clone", paperMmPerSecond: 90, multibyteAtPowerOn: true, answers: nothing },
} as const satisfies Record<string, PrinterModel>;
