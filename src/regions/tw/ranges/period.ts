import { periodOf, taipeiMidnight } from "../calendar.ts";

/** How files write a period: year, odd month (unless left out) and even month (spec/taiwan.md 2.1, 2.3). */
const forms = [
  /^(\d{3})\/(\d{2})[~～]\1\/(\d{2})$/, // 115/11 ~ 115/12
  /^(\d{3})年(\d{2})-(\d{2})月$/, // 115年11-12月
  /^(\d{3})(\d{2})(\d{2})$/, // 1151112
  /^(\d{3})()(\d{2})$/, // 11512
] as const;

/** The five-digit period code a text means, or null when its months are no odd-even pair. Blanks are free. */
export function periodFromText(text: string): string | null {
  const compact = text.replace(/\s/g, "");
  for (const form of forms) {
    const match = form.exec(compact);
    if (match) return periodCode(match[1]!, match[2]!, match[3]!);
  }
  return null;
}

function periodCode(year: string, odd: string, even: string): string | null {
  const month = Number(even);
  const isPair = month % 2 === 0 && month >= 2 && month <= 12 && (odd === "" || Number(odd) === month - 1);
  return isPair ? year + even : null;
}

/** The first second after a period, midnight in Taipei, in seconds since 1970. */
export function periodEndsAt(period: string): number {
  const year = Number(period.slice(0, 3)) + 1911;
  const nextMonth = String((Number(period.slice(3)) % 12) + 1).padStart(2, "0");
  return Date.parse(`${nextMonth === "01" ? year + 1 : year}-${nextMonth}-01T00:00:00+08:00`) / 1000;
}

/** The first second of a period. */
export function periodStartsAt(period: string): number {
  const [year, even] = [Number(period.slice(0, 3)) + 1911, Number(period.slice(3))];
  return taipeiMidnight({ year, month: even - 1, day: 1 });
}

export function nextPeriod(period: string): string {
  return periodOf(periodEndsAt(period));
}
