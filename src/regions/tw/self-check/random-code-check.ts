import { type Check, judged, words } from "./verdict.ts";

/** Beyond this a fair source comes about once in a million checks (chi-square, nine degrees of freedom). */
const mostUneven = 48;

/** 6: codes drawn just now by the till's own source: four digits, even at every place, none soon again, no sequence. */
export const randomCodes: Check = ({ randomCodes: codes }) => {
  const uneven = [0, 1, 2, 3].map((place) => chiSquare(codes.map((code) => code[place] ?? "")));
  const malformed = codes.filter((code) => !/^\d{4}$/.test(code));
  const again = codes.filter((code, at) => codes.slice(Math.max(0, at - 1000), at).includes(code));
  const steps = codes.filter((code, at) => at > 0 && Number(code) === Number(codes[at - 1]) + 1).length;
  const worst = Math.max(...uneven);
  return judged(
    words(
      `以系統之密碼學亂數源即時產生 ${codes.length} 個隨機碼，檢查格式、各位數分布、連號與近千張內重複`,
      `${codes.length} codes drawn just now from the till's cryptographic source; form, spread of each digit, sequences and repeats within a thousand looked at`,
    ),
    {
      seen: [
        words(`例：${codes.slice(0, 8).join(" ")}`, `For example ${codes.slice(0, 8).join(" ")}`),
        words(
          `各位數分布 χ² ≤ ${worst.toFixed(1)}（容許 ${mostUneven}），連號 ${steps} 次，千張內重複 ${again.length} 次`,
          `Spread of digits: χ² at most ${worst.toFixed(1)} of ${mostUneven}; ${steps} times one more than the last; ${again.length} repeats within a thousand.`,
        ),
      ],
      wrong: [
        ...(malformed.length === 0
          ? []
          : [words(`格式錯誤：${malformed.slice(0, 3).join(" ")}`, `Not four digits: ${malformed.slice(0, 3).join(" ")}`)]),
        ...(again.length === 0 ? [] : [words("千張內重複", "A code came again within a thousand.")]),
        ...(worst <= mostUneven ? [] : [words("分布不均", "The digits are not spread evenly.")]),
        ...(steps <= Math.max(5, codes.length / 100) ? [] : [words("呈連號", "The codes follow one another.")]),
      ],
      todo: words("停止開立並回報", "Stop selling and report it."),
    },
  );
};

function chiSquare(digits: readonly string[]): number {
  const expected = digits.length / 10;
  const counts = Array.from({ length: 10 }, (_, digit) => digits.filter((one) => one === String(digit)).length);
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
