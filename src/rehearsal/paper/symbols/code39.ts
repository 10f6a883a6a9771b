import type { Bars } from "./bars.ts";

const characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*";

/** Nine elements of each character, a bar first; w is a wide one. */
const patterns =
  "nnnwwnwnn wnnwnnnnw nnwwnnnnw wnwwnnnnn nnnwwnnnw wnnwwnnnn nnwwwnnnn nnnwnnwnw wnnwnnwnn nnwwnnwnn " +
  "wnnnnwnnw nnwnnwnnw wnwnnwnnn nnnnwwnnw wnnnwwnnn nnwnwwnnn nnnnnwwnw wnnnnwwnn nnwnnwwnn nnnnwwwnn " +
  "wnnnnnnww nnwnnnnww wnwnnnnwn nnnnwnnww wnnnwnnwn nnwnwnnwn nnnnnnwww wnnnnnwwn nnwnnnwwn nnnnwnwwn " +
  "wwnnnnnnw nwwnnnnnw wwwnnnnnn nwnnwnnnw wwnnwnnnn nwwnwnnnn nwnnnnwnw wwnnnnwnn nwwnnnwnn nwnwnwnnn " +
  "nwnwnnnwn nwnnnwnwn nnnwnwnwn nwnnwnwnn";

/** How wide a wide element is when a narrow one is 1 to 6 dots: about two and a half times. */
const wideDots = [3, 5, 8, 10, 13, 15];

const patternOf = new Map([...characters].map((character, at) => [character, patterns.split(" ")[at]!]));

/** Whether this byte can be in a Code 39; the printer adds the stars itself. */
export function isCode39(byte: number): boolean {
  return patternOf.has(String.fromCharCode(byte));
}

export function code39(data: string, narrowDots: number): Bars {
  const wide = wideDots[narrowDots - 1] ?? narrowDots * 3;
  const stars = data.startsWith("*") ? data : `*${data}*`;
  const bars = [...stars].flatMap((character) => {
    const pattern = patternOf.get(character) ?? "";
    return [...[...pattern].map((element) => (element === "w" ? wide : narrowDots)), narrowDots];
  });
  return bars.slice(0, -1); // no gap after the last
}
