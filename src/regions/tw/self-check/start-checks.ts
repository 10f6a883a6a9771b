import type { SelfCheckFacts, Words } from "../../self-check.ts";
import { isBusinessId } from "../business-id.ts";
import { spanText } from "../ranges/number-span.ts";
import { type Check, judged, plain, words } from "./verdict.ts";

/** 3(1): what the till looks at before it sells. */
export const readyToSell: Check = (facts) => {
  const { clock, next, law, nowSeconds } = facts;
  const how = words(
    "比對系統時鐘、開機時鐘與最近一筆紀錄；核對賣方統編檢查碼與本期號碼",
    "wall clock, boot clock and the newest record compared; the seller's 統編 and this period's numbers looked at",
  );
  const verdict = judged(how, {
    seen: [
      words(
        `時間 ${law.localTime(nowSeconds)}（系統時區 ${clock.timeZone}，一律以臺北時間開立）`,
        `It is ${law.localTime(nowSeconds)}; the machine's zone is ${clock.timeZone}, invoices are dated in Taipei's.`,
      ),
      plain(clock.says),
      ...(clock.synchronised === true
        ? [words("系統已與時間伺服器同步", "The system says that a time server keeps the clock.")]
        : []),
      ...(isBusinessId(facts.seller.businessId) ? [sellerSeen(facts)] : []),
      next
        ? words(`本期號碼 ${spanText(next)}`, `Numbers of this period: ${spanText(next)}`)
        : words("本期無號碼", "There are no numbers of this period."),
    ],
    wrong: [
      ...(clock.believed ? [] : [words("時鐘不可信", "The clock is not believed.")]),
      ...(next ? [] : [words("缺少本期號碼", "Numbers of this period are missing.")]),
      ...sellerWrong(facts),
    ],
    todo: words(
      "校正時鐘、賣方資料或匯入號碼後重新檢測",
      "Set the clock or the seller right, or import numbers, then check again.",
    ),
  });
  if (clock.synchronised === true || verdict.mark === "failed") return verdict;
  const todo = words(
    "系統未回報時間同步：請以電話 117 報時核對，或啟用 NTP (time.stdtime.gov.tw)",
    "The system does not say that a time server keeps its clock: compare it with the speaking clock (117), or switch NTP on (time.stdtime.gov.tw).",
  );
  return { ...verdict, mark: "by-hand", todo };
};

/** 3(2): the last issued number besides. */
export const eachStart: Check = (facts) => {
  const { newest } = facts.books;
  const first = readyToSell(facts);
  const last = newest
    ? words(`前次開立 ${newest.number}（${newest.issuedAt}）`, `Last issued: ${newest.number} at ${newest.issuedAt}`)
    : words("尚未開立任何發票", "Nothing was issued yet.");
  const behind = newest !== null && Date.parse(newest.issuedAt) / 1000 > facts.nowSeconds + 2;
  return {
    ...first,
    how: words(
      "與每次啟動時寫入紀錄檔 (selling-from) 之四項相同：時間、賣方統編、字軌、前次開立號碼；時間早於前次開立者拒絕開立",
      "the same four that each start writes to its log (selling-from): clock, seller, numbers, last issued number; a clock behind it refuses to sell",
    ),
    mark: behind ? "failed" : first.mark,
    seen: [...first.seen, last],
    todo: behind ? words("校正時鐘", "Set the clock right.") : first.todo,
  };
};

function sellerSeen({ seller }: SelfCheckFacts): Words {
  return words(
    `賣方 ${seller.businessId} ${seller.name}，檢查碼正確`,
    `Seller ${seller.businessId} ${seller.name}; its check sum is right.`,
  );
}

function sellerWrong({ seller }: SelfCheckFacts): Words[] {
  if (isBusinessId(seller.businessId)) return [];
  return [words(`賣方統編 ${seller.businessId} 檢查碼錯誤`, `The seller's ${seller.businessId} is no 統一編號.`)];
}
