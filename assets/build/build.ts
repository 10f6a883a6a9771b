import { buildFonts } from "./fonts.ts";
import { buildGlyphs } from "./glyphs.ts";
import { buildPrinterRom } from "./printer-rom.ts";

await buildFonts();
buildGlyphs();
buildPrinterRom();
