import type { Bars } from "./bars.ts";

/** Three bars and three gaps of each value, in modules; the last one stops. */
const patterns = (
  "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 " +
  "123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 " +
  "131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 " +
  "213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 " +
  "141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 " +
  "124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 " +
  "411131 211412 211214 211232 2331112"
).split(" ");

type CodeSet = "A" | "B" | "C";

const starts: Readonly<Record<CodeSet, number>> = { A: 103, B: 104, C: 105 };
const switches: Readonly<Record<CodeSet, number>> = { A: 101, B: 100, C: 99 };
const shift = 98;
/** Which set the one character after a shift is of. */
const others: Readonly<Record<CodeSet, CodeSet>> = { A: "B", B: "A", C: "C" };
const functionCodes: Readonly<Record<string, (set: CodeSet) => number>> = {
  "1": () => 102,
  "2": () => 97,
  "3": () => 96,
  "4": (set) => (set === "A" ? 101 : 100),
};

/** The data of GS k with {A, {B, {C, {S, {1 to {4 and {{ as values; nothing when they make no bar code. */
function valuesIn(data: Uint8Array): number[] | undefined {
  const values: (number | undefined)[] = [];
  let set: CodeSet | undefined;
  for (let at = 0; at < data.length; at++) {
    const byte = data[at]!;
    const escaped = byte === brace ? String.fromCharCode(data[++at] ?? 0) : undefined;
    if (isCodeSet(escaped)) {
      values.push(set ? switches[escaped] : starts[escaped]);
      set = escaped;
    } else if (!set) return undefined;
    else if (escaped === undefined || escaped === "{") values.push(valueIn(values.at(-1) === shift ? others[set] : set, byte));
    else values.push(escapedIn(set, escaped));
  }
  return values.length > 1 && values.every((value) => value !== undefined) ? values : undefined;
}

const brace = 0x7b;

function isCodeSet(name: string | undefined): name is CodeSet {
  return name === "A" || name === "B" || name === "C";
}

function escapedIn(set: CodeSet, name: string): number | undefined {
  return name === "S" && set !== "C" ? shift : functionCodes[name]?.(set);
}

function valueIn(set: CodeSet, byte: number): number | undefined {
  if (set === "C") return byte <= 99 ? byte : undefined;
  if (byte >= 0x20 && byte <= (set === "A" ? 0x5f : 0x7f)) return byte - 0x20;
  return set === "A" && byte < 0x20 ? byte + 64 : undefined;
}

/** The bars of GS k 73; nothing when its data make none. */
export function code128(data: Uint8Array, moduleDots: number): Bars | undefined {
  const values = valuesIn(data);
  if (!values) return undefined;
  const check = values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103;
  return [...values, check, patterns.length - 1].flatMap((value) =>
    [...(patterns[value] ?? "")].map((modules) => Number(modules) * moduleDots),
  );
}

/** What stands under the bars. */
export function textOf(data: Uint8Array): string {
  const inC = data[1] === 0x43;
  if (inC) return [...data.subarray(2)].map((byte) => String(byte).padStart(2, "0")).join("");
  return Buffer.from(data)
    .toString("latin1")
    .replaceAll(/\{\{|\{./g, (pair) => (pair === "{{" ? "{" : ""));
}
