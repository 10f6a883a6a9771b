/** The widths, in modules, of a Code 128's bars and spaces (ISO/IEC 15417): pairs of digits where there are many, set B otherwise. */
export function code128Widths(text: string): readonly number[] {
  const symbols = /^(\d\d){2,}$/.test(text) ? inPairs(text) : inLetters(text);
  const sum = symbols.reduce((total, symbol, index) => total + symbol * Math.max(1, index), 0);
  const patterns = [...symbols, sum % 103].map((symbol) => code128Patterns.slice(symbol * 6, symbol * 6 + 6));
  return Array.from(`${patterns.join("")}2331112`, Number);
}

const startB = 104;
const startC = 105;

function inLetters(text: string): number[] {
  return [startB, ...Array.from(text, (letter) => letter.charCodeAt(0) - 0x20)];
}

function inPairs(text: string): number[] {
  return [startC, ...(text.match(/../g) ?? []).map(Number)];
}

/** Six widths for each of the symbols 0 to 105. */
const code128Patterns =
  "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132" +
  "221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313" +
  "231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111" +
  "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111" +
  "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141" +
  "114131311141411131211412211214211232";

/** The widths, in modules, of an EAN-13 (ISO/IEC 15420). The text has twelve digits, or thirteen with the right last one. */
export function ean13Widths(text: string): readonly number[] {
  const digits = Array.from(ean13(text), Number);
  const sets = parities[digits[0] ?? 0] ?? "";
  const left = digits.slice(1, 7).map((digit, index) => {
    const widths = eanPatterns[digit] ?? "";
    return sets[index] === "G" ? [...widths].reverse().join("") : widths;
  });
  const right = digits.slice(7).map((digit) => eanPatterns[digit] ?? "");
  return Array.from(`111${left.join("")}11111${right.join("")}111`, Number);
}

/** The number with its last digit worked out. Throws when another one was given. */
export function ean13(text: string): string {
  const digits = Array.from(text.slice(0, 12), Number);
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  const whole = text.slice(0, 12) + ((10 - (sum % 10)) % 10);
  if (text.length === 13 && text !== whole) throw new Error(`The last digit of ${text} should be ${whole.at(-1)}.`);
  return whole;
}

const eanPatterns = ["3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112"];
const parities = ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];
