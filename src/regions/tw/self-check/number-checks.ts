import { allocate, numberOf } from "../../../invoice/track-range.ts";
import type { HeldRange, SelfCheckFacts, Words } from "../../self-check.ts";
import { localTime, periodLabel, periodOf } from "../calendar.ts";
import { overlappingPairs, spanText } from "../ranges/number-span.ts";
import { periodEndsAt, periodFromText } from "../ranges/period.ts";
import { type Check, judged, type Verdict, words } from "./verdict.ts";

const importFirst = words(
  "匯入本期字軌號碼：tillseal ranges import FILE",
  "Import numbers of this period: `tillseal ranges import FILE`.",
);

/** 2(1): the allocator that sells, tried on this shop's own range: its next number, and what comes after its last. */
export const insideRange: Check = (facts) => {
  const { next } = facts;
  const how = words(
    "以本店下一個號碼區間於記憶體內試配號：取下一號、取末號、再取一號",
    "the allocator run in memory on this shop's next range: the next number, the last one, and one too many",
  );
  if (!next) return withoutNumbers(how, facts);
  const { number } = allocate(inUse(next));
  const atEnd = allocate(inUse({ ...next, next: next.last }));
  const tooMany = refuses(() => allocate({ ...inUse(next), next: next.last + 1 }));
  return judged(how, {
    seen: [
      words(`下一號 ${number}，在 ${spanText(next)} 內`, `The next number ${number} lies in ${spanText(next)}.`),
      words(`末號 ${atEnd.number} 之後拒絕配號`, `After the last one, ${atEnd.number}, none is given.`),
      words(
        `已開立 ${facts.books.invoices} 張，皆在其區間內`,
        `All ${facts.books.invoices} invoices stand in the range they were taken from.`,
      ),
    ].slice(0, facts.books.astray.length > 0 ? 2 : 3),
    wrong: [
      ...(lies(number, next) && lies(atEnd.number, next)
        ? []
        : [words(`${number} 不在區間內`, `${number} does not lie in its range.`)]),
      ...(tooMany ? [] : [words("超出區間仍可配號", "A number beyond the range was given.")]),
      ...astray(facts),
    ],
    todo: words("停止開立並執行 tillseal verify", "Stop selling and run `tillseal verify`."),
  });
};

/** 2(2): the real law around the midnights at which a period ends, and every period this till has sold in. */
export const periodOfSale: Check = ({ law, nowSeconds, ranges, books }) => {
  const period = law.period(nowSeconds);
  const end = periodEndsAt(period);
  const [before, at] = [law.period(end - 1), law.period(end)];
  const malformed = ranges.filter((range) => periodFromText(range.period) !== range.period);
  const early = ranges.filter((range) => range.state === "open" && range.period > period);
  const strange = books.periods.filter((one) => law.period(one.firstAt) !== one.period || law.period(one.lastAt) !== one.period);
  return judged(
    words(
      "以實際法規模組計算臺北時間本期最後一秒與次期第一秒，並核對所有區間及已開立發票之期別",
      "the law itself asked for the last second of this period and the first of the next in Taipei; every range and every period sold in compared with it",
    ),
    {
      seen: [
        words(
          `${localTime(end - 1)} → ${before}；${localTime(end)} → ${at}`,
          `${localTime(end - 1)} is ${before}; ${localTime(end)} is ${at}.`,
        ),
        words(
          `區間 ${ranges.length} 筆、已開立期別 ${books.periods.length} 期`,
          `${ranges.length} ranges and ${books.periods.length} periods sold in.`,
        ),
      ],
      wrong: [
        ...(before === period && at !== period && at === periodOf(end)
          ? []
          : [words(`期末換期錯誤：${before} → ${at}`, `The period does not change at midnight: ${before}, then ${at}.`)]),
        ...malformed.map((range) =>
          words(
            `${spanText(range)} 之期別 ${range.period} 不存在`,
            `${spanText(range)} is of ${range.period}, which is no period.`,
          ),
        ),
        ...early.map((range) =>
          words(
            `${spanText(range)} 屬 ${range.period}，現為 ${period}，卻已啟用`,
            `${spanText(range)} is of ${range.period} and already open; now is ${period}.`,
          ),
        ),
        ...strange.map((one) =>
          words(
            `期別 ${one.period} 之發票日期為 ${localTime(one.firstAt)}–${localTime(one.lastAt)}`,
            `Invoices of ${one.period} are dated ${localTime(one.firstAt)} to ${localTime(one.lastAt)}.`,
          ),
        ),
      ],
      todo: words("移除錯誤期別之區間後再開立", "Do not issue before the range of a wrong period is out of the way."),
    },
  );
};

/** 4(1) */
export const lengthOfNumber: Check = (facts) => {
  const how = words(
    "檢查本店各區間起號、迄號與下一號之格式",
    "the first, last and next number of each of this shop's ranges looked at",
  );
  if (!facts.next) return withoutNumbers(how, facts);
  const numbers = [facts.next, ...facts.ranges].flatMap((range) =>
    [range.next, range.first, range.last].map((value) => numberOf(range, Math.min(value, range.last))),
  );
  const wrong = [...new Set(numbers)].filter((number) => !/^[A-Z]{2}\d{8}$/.test(number));
  const sample = numbers[0]!;
  return judged(how, {
    seen: [
      words(
        `${sample}：${sample.length} 碼 = 英文 2 碼 ${sample.slice(0, 2)} + 數字 8 碼 ${sample.slice(2)}`,
        `${sample}: ${sample.length} characters, ${sample.slice(0, 2)} and ${sample.slice(2)}`,
      ),
    ],
    wrong: wrong.map((number) => words(`${number} 格式錯誤`, `${number} is not two letters and eight digits.`)),
    todo: importFirst,
  });
};

/** 4(2): no two ranges share a number, and nothing issued lies outside its own. */
export const rangesHold: Check = (facts) => {
  const pairs = overlappingPairs(facts.ranges);
  const how = words(
    "核對所有區間互不重疊，且已開立號碼皆在其區間內",
    "ranges compared with one another, and every issued number with its range",
  );
  if (!facts.next) return withoutNumbers(how, facts);
  return judged(how, {
    seen: [
      words(
        `${spanText(facts.next)}，剩餘 ${facts.next.last - facts.next.next + 1} 號`,
        `${spanText(facts.next)}, ${facts.next.last - facts.next.next + 1} left`,
      ),
    ],
    wrong: [
      ...pairs.map(([one, other]) =>
        words(`${spanText(one)} 與 ${spanText(other)} 重疊`, `${spanText(one)} and ${spanText(other)} overlap.`),
      ),
      ...astray(facts),
    ],
    todo: words("停止開立並查明來源", "Stop selling and find out where they came from."),
  });
};

/** 5: as on the slip, and on the status page the code the label stands for. */
export const periodShown: Check = ({ law, nowSeconds }) => {
  const period = law.period(nowSeconds);
  const label = periodLabel(period);
  const [, year, odd, even] = /^(\d{3})年(\d{2})-(\d{2})月$/.exec(label) ?? [];
  const good =
    year === period.slice(0, 3) && even === period.slice(3) && Number(even) === Number(odd) + 1 && Number(odd) % 2 === 1;
  return judged(words("拆解目前期別之顯示文字", "the label of the current period taken apart"), {
    seen: [
      words(`${label}：年 ${year}、單月 ${odd}、雙月 ${even}`, `${label}: year ${year}, odd month ${odd}, even month ${even}`),
    ],
    wrong: good ? [] : [words(`${label} 與期別 ${period} 不符`, `${label} is not period ${period}.`)],
  });
};

function astray({ books }: SelfCheckFacts): Words[] {
  return books.astray.map((number) =>
    words(`${number} 不在其區間內`, `${number} does not stand in the range it was taken from.`),
  );
}

function withoutNumbers(how: Words, { law, nowSeconds }: SelfCheckFacts): Verdict {
  const period = law.period(nowSeconds);
  return {
    mark: "failed",
    how,
    seen: [words(`${periodLabel(period)} 無可用號碼`, `There is no number for period ${period}.`)],
    todo: importFirst,
  };
}

/** As if its turn had come; only in memory. */
function inUse(range: HeldRange) {
  return { ...range, id: 0, state: "open" as const };
}

function lies(number: string, { track, first, last }: HeldRange): boolean {
  const value = Number(number.slice(2));
  return number.startsWith(track) && value >= first && value <= last;
}

function refuses(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}
