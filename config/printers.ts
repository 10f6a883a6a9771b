import type { PrinterCapabilities } from "../src/drivers/capabilities.ts";
import type { Paper } from "../src/receipt/layout.ts";
import type { Dialect } from "../src/receipt/native/dialect.ts";

/** What a model can do, as data. A hint until a probe has looked: the printer's own answers count more than its name. */
export interface PrinterModel {
  readonly paper: Paper;
  readonly capabilities: PrinterCapabilities;
  readonly dialect: Dialect;
  /** Whether ESC B rings a bell. Chinese brands ring; others would print its arguments. */
  readonly rings: boolean;
}

const dots: Dialect = { encoding: "raster", letters: null, nativeCodes: false };
/** Dots, with a bell where Chinese brands have one. Which letters its ROM has is known of no model: the shop, or a probe, says so. */
const clone = { dialect: dots, rings: true } as const;

const overTcp = { bytesPerSecond: 1_000_000, mmPerSecond: 100 } as const;

/** The slip's column by the fineness of the head: 48 mm at 203 dpi, 50.8 mm at 180. */
export const columns = {
  180: { columnDots: 360, dotsPerMm: 7.09 },
  203: { columnDots: 384, dotsPerMm: 8 },
} as const;

const paperAcross = (widthDots: number, dpi: keyof typeof columns): Paper => ({ widthDots, ...columns[dpi] });

/** GS ( H and buffer clearing are in the vendor's list of commands (spec/escpos.md 4.3, 4.5). */
const epson = (mmPerSecond: number) =>
  ({
    capabilities: { answers: "yes", confirms: "process-id", clearsBuffer: true, ...overTcp, mmPerSecond },
    dialect: dots,
    rings: false,
  }) as const;

export const printerModels = {
  /**
   * Any 58 mm printer with 203 dpi. Whether it answers is found out at each connection. It is never asked for a process id:
   * a clone that does not know GS ( H would print the id as text on the next slip.
   */
  "generic-58": {
    paper: paperAcross(384, 203),
    capabilities: { answers: "unknown", confirms: "paper-status", clearsBuffer: false, ...overTcp },
    ...clone,
  },
  /** Any 80 mm printer with 203 dpi; the slip stays a 48 mm column. */
  "generic-80": {
    paper: paperAcross(576, 203),
    capabilities: { answers: "unknown", confirms: "paper-status", clearsBuffer: false, ...overTcp },
    ...clone,
  },
  /** TM-T82II/III, T20II/III, m30. */
  "epson-203-80": {
    paper: paperAcross(576, 203),
    ...epson(200),
  },
  /** The same with a 58 mm roll: 420 dots, of which the slip takes 48 mm. */
  "epson-203-58": {
    paper: paperAcross(420, 203),
    ...epson(200),
  },
  /** TM-T88IV/V at 58 mm: 180 dpi, 360 dots, all of them the column. T88III lacks GS ( H: give it `generic-58-180`. */
  "epson-180-58": {
    paper: paperAcross(360, 180),
    ...epson(150),
  },
  /** TM-T88IV/V at 80 mm, T81: 512 dots, and the slip stays in the middle of them. */
  "epson-180-80": {
    paper: paperAcross(512, 180),
    ...epson(150),
  },
  /** Epson's models with Chinese letters (TM-T70II-CH) at 58 mm: 203 dpi and 416 dots, where their sisters have 180 dpi and 360. */
  "epson-chinese-58": {
    paper: paperAcross(416, 203),
    ...epson(150),
  },
  "generic-58-180": {
    paper: paperAcross(360, 180),
    capabilities: { answers: "unknown", confirms: "paper-status", clearsBuffer: false, ...overTcp },
    ...clone,
  },
  /** A printer, file or spooler that only listens. Its slips end as `sent`, never as `printed`. */
  "one-way-58": {
    paper: paperAcross(384, 203),
    capabilities: { answers: "no", confirms: "nothing", clearsBuffer: false, ...overTcp },
    ...clone,
  },
  /** The virtual printer of `tillseal printer` and the demo. */
  virtual: {
    paper: paperAcross(384, 203),
    capabilities: { answers: "yes", confirms: "process-id", clearsBuffer: true, ...overTcp },
    dialect: { encoding: "raster", letters: "cp950", nativeCodes: false },
    rings: true,
  },
} as const satisfies Record<string, PrinterModel>;

export type PrinterModelName = keyof typeof printerModels;

export const printerModelNames = Object.keys(printerModels) as [PrinterModelName, ...PrinterModelName[]];

/** What a person read off the ruler of a probe's page. */
export interface PrinterHead {
  readonly dots: number;
  readonly dpi: keyof typeof columns;
  /** Where the slip's column begins; in the middle without it. */
  readonly columnLeft?: number | undefined;
}

/** What a shop says of one printer beside its model. */
export interface PrinterWords {
  readonly model: PrinterModelName;
  readonly head?: PrinterHead | undefined;
  readonly encoding?: Dialect["encoding"] | undefined;
  readonly text?: NonNullable<Dialect["letters"]> | undefined;
  readonly nativeCodes?: boolean | undefined;
}

/** What one printer can put ink on: its model's paper, where the shop does not say otherwise. */
export function paperOf({ model, head }: Pick<PrinterWords, "model" | "head">): Paper {
  if (!head) return printerModels[model].paper;
  const { dots, dpi, columnLeft } = head;
  return { ...paperAcross(dots, dpi), ...(columnLeft !== undefined && { columnLeftDots: columnLeft }) };
}

/** What one printer is spoken to in: what the shop says, else what a probe heard of its letters, else its model's data. */
export function dialectOf({ model, encoding, text, nativeCodes }: PrinterWords, heard: Dialect["letters"] = null): Dialect {
  const { dialect }: PrinterModel = printerModels[model];
  return {
    encoding: encoding ?? dialect.encoding,
    letters: text ?? heard ?? dialect.letters,
    nativeCodes: nativeCodes ?? dialect.nativeCodes,
  };
}
