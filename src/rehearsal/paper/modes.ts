import type { PrinterModel } from "../printer/models.ts";
import { type CharacterStyle, plainStyle } from "./glyph.ts";
import type { Alignment } from "./line.ts";

/** Everything commands can set and ESC @ sets back. Lengths in dots. */
export interface Modes {
  readonly style: CharacterStyle;
  /** What FS ! and FS W make of two-byte characters, on top of `style`. */
  readonly kanjiStyle: Pick<CharacterStyle, "widthScale" | "heightScale" | "underline">;
  readonly alignment: Alignment;
  readonly spacingDots: number;
  readonly leftDots: number;
  readonly widthDots: number;
  /** Blank dots right of each character. */
  readonly characterGap: number;
  readonly kanjiGaps: readonly [number, number];
  readonly upsideDown: boolean;
  readonly multibyte: boolean;
  readonly codeTable: number;
  readonly international: number;
  readonly tabStops: readonly number[] | undefined;
  readonly dotsPerSideUnit: number;
  readonly dotsPerFeedUnit: number;
  readonly barDots: number;
  readonly barHeight: number;
  /** Where a bar code's text stands: bit 0 above, bit 1 below. */
  readonly barText: number;
  readonly barTextSmall: boolean;
  readonly buttonsOff: boolean;
}

/** How a printer wakes up. */
export function powerOnModes(model: PrinterModel): Modes {
  return {
    style: plainStyle,
    kanjiStyle: { widthScale: 1, heightScale: 1, underline: false },
    alignment: "left",
    spacingDots: model.lineSpacingDots,
    leftDots: 0,
    widthDots: model.widthDots,
    characterGap: 0,
    kanjiGaps: [0, 0],
    upsideDown: false,
    multibyte: model.multibyteAtPowerOn && model.rom !== "ascii",
    codeTable: 0,
    international: 0,
    tabStops: undefined,
    dotsPerSideUnit: model.dotsPerSideUnit,
    dotsPerFeedUnit: model.dotsPerFeedUnit,
    barDots: 3,
    barHeight: Math.floor((162 * model.dotsPerInch) / 203),
    barText: 0,
    barTextSmall: false,
    buttonsOff: false,
  };
}
