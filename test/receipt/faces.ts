import { readFileSync } from "node:fs";
import { readFaces } from "../../src/receipt/glyphs.ts";

/** The faces the product ships. */
export const faces = readFaces((face) => readFileSync(new URL(`../../assets/glyphs/${face}.pack`, import.meta.url)));
