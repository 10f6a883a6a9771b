/** Taiwan keeps UTC+8 all year round; it has had no summer time since 1979 (IANA tz, Asia/Taipei). */
const taipeiSeconds = 8 * 3600;

interface TaipeiDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** `14:03:05` */
  readonly time: string;
  /** `2026-11-22` */
  readonly date: string;
}

/** The date and time of day in Taipei. */
export function taipei(atSeconds: number): TaipeiDate {
  const iso = new Date((atSeconds + taipeiSeconds) * 1000).toISOString();
  const date = iso.slice(0, 10);
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
    time: iso.slice(11, 19),
    date,
  };
}

/** Seconds since 1970 at which a day begins in Taipei. A thirteenth month is the next year's first. */
export function taipeiMidnight({ year, month, day }: Pick<TaipeiDate, "year" | "month" | "day">): number {
  return Date.UTC(year, month - 1, day) / 1000 - taipeiSeconds;
}

/** 年期別: ROC year and the even month of the pair, five digits: `11512` (spec/taiwan.md 2.1). */
export function periodOf(atSeconds: number): string {
  const { year, month } = taipei(atSeconds);
  return `${rocYear(year)}${twoDigits(month + (month % 2))}`;
}

/** As printed on the slip: `115年11-12月`. */
export function periodLabel(period: string): string {
  const even = Number(period.slice(3));
  return `${period.slice(0, 3)}年${twoDigits(even - 1)}-${twoDigits(even)}月`;
}

/** `1151122`, as the QR code has it. */
export function rocDate(atSeconds: number): string {
  const { year, month, day } = taipei(atSeconds);
  return `${rocYear(year)}${twoDigits(month)}${twoDigits(day)}`;
}

/** `2026-11-22T14:03:05+08:00` */
export function localTime(atSeconds: number): string {
  const { date, time } = taipei(atSeconds);
  return `${date}T${time}+08:00`;
}

function rocYear(year: number): string {
  return String(year - 1911).padStart(3, "0");
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
