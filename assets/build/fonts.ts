import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import iconv from "iconv-lite";
import subsetFont from "subset-font";

/** The shipped fonts: what Taiwan and Hong Kong can type, and what GB2312 shares with them; bold only what titles need. */
export const fonts = {
  text: { from: "500Medium/NotoSansTC_500Medium.ttf", to: "NotoSansTC-Medium.ttf", characters: textCharacters },
  title: { from: "700Bold/NotoSansTC_700Bold.ttf", to: "NotoSansTC-Bold-Titles.ttf", characters: () => titleCharacters },
} as const;

/** Where a shipped font lies. */
export const fontPath = (font: keyof typeof fonts): string => join(import.meta.dirname, "../fonts", fonts[font].to);

/** Cuts the fonts down from Noto Sans TC and puts their licence beside them. */
export async function buildFonts(): Promise<void> {
  const source = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/noto-sans-tc/package.json"));
  for (const font of ["text", "title"] as const) {
    const whole = readFileSync(join(source, fonts[font].from));
    const characters = [...fonts[font].characters()].join("");
    writeFileSync(fontPath(font), await subsetFont(whole, characters, { targetFormat: "truetype" }));
  }
  copyFileSync(join(source, "LICENSE_FONT"), join(import.meta.dirname, "../fonts/OFL.txt"));
}

/** Every character a font has a glyph for (OpenType `cmap`, format 12), sorted. */
export function charactersOf(font: Buffer): readonly string[] {
  const cmap = tableOf(font, "cmap");
  const found = new Set<number>();
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const table = cmap + font.readUInt32BE(cmap + 8 + i * 8);
    if (font.readUInt16BE(table) !== 12) continue;
    for (let group = table + 16; group < table + 16 + font.readUInt32BE(table + 12) * 12; group += 12)
      for (let code = font.readUInt32BE(group); code <= font.readUInt32BE(group + 4); code++) found.add(code);
  }
  return [...found].sort((a, b) => a - b).map((code) => String.fromCodePoint(code));
}

function tableOf(font: Buffer, tag: string): number {
  for (let entry = 12; entry < 12 + font.readUInt16BE(4) * 16; entry += 16)
    if (font.toString("latin1", entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  throw new Error(`The font has no ${tag}.`);
}

/** The characters of the title face: the slip's own words first, then what other papers of a shop are called. */
export const titleCharacters = new Set(
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-#.,:/+$%*() 　〓（）【】・" +
    "電子發票證明聯補印測試年月作廢註銷折讓明細預覽樣張" +
    "交易收據單退貨進出回通知副本正第號桌內外用帶送廚房訂取餐候位總計合金額現找零支付刷卡班日結帳對時間" +
    "說開立列存根重查核店家客戶買賣方統一編練習校驗機紙密封檔一二三四五六七八九十元整營業人",
);

function textCharacters(): Set<string> {
  const latin = ranges([0x20, 0x7e], [0xa0, 0xac], [0xae, 0xff]);
  const marks = "–—‘’“”‚„†‡•…‧‰′″※‹›€™℃℉№←↑→↓↔■□▲△▼▽◆◇○◎●★☆♀♂♪✓✔✕✗〓・￥";
  const wide = ranges([0x3000, 0x303f], [0x3041, 0x3096], [0x3099, 0x30ff], [0xff01, 0xff5e], [0xffe0, 0xffe6]);
  return new Set([...latin, ...marks, ...wide, ...doubleByte("big5"), ...doubleByte("gb2312")]);
}

function ranges(...bounds: readonly (readonly [number, number])[]): string {
  let characters = "";
  for (const [first, last] of bounds) for (let code = first; code <= last; code++) characters += String.fromCodePoint(code);
  return characters;
}

/** All a two-byte code can say. iconv-lite's `big5` is Big5-HKSCS, which is what a shop's customers are called in. */
function doubleByte(code: "big5" | "gb2312"): string {
  let characters = "";
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) characters += iconv.decode(Buffer.from([lead, trail]), code);
  return characters.replaceAll("\ufffd", "");
}
