/**
 * How a slip is said to a printer. `raster`: all of it is dots, which every printer knows. `hybrid`: text in the printer's own
 * letters, codes as dots. `native`: codes too are left to the printer where it can make them as the law wants them.
 */
export type Encoding = "raster" | "hybrid" | "native";

/** The character set of a printer's own letters. Never Big5: iconv's is Big5-HKSCS, of which a Taiwanese ROM lacks a part (spec/escpos.md 1.5). */
export type LetterSet = "cp950" | "gb18030";

/** What a printer is spoken to in. Letters and codes of its own are used only where its model, or a probe, says that it has them. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly letters: LetterSet | null;
  /** It sets two QR codes side by side in page mode, a unit being a dot, and draws Code 39 one dot wide. */
  readonly nativeCodes: boolean;
}

/** Dots and nothing else. */
export const rasterOnly: Dialect = { encoding: "raster", letters: null, nativeCodes: false };
