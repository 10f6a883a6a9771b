import type { Law } from "../../invoice/law.ts";
import { amountFaults, amountsOf, minorDigits } from "./amounts.ts";
import { localTime, periodOf } from "./calendar.ts";
import { cipherOf, type QrKey } from "./cipher.ts";
import { codesOf } from "./codes.ts";

/** 統一發票使用辦法 §7: a consumer's invoice is uploaded within 48 hours (spec/taiwan.md 8.1). */
const uploadLimitSeconds = 48 * 3600;

/** Taiwan's law of invoices for one seller, whose QR key it holds. */
export function twLaw(qrKey: QrKey): Law {
  return {
    region: "tw",
    currency: "TWD",
    minorDigits,
    period: periodOf,
    localTime,
    invoiceType: () => "07", // 一般稅額計算
    faults: amountFaults,
    amounts: amountsOf,
    codes: ({ allotment, sale, ...parts }) =>
      codesOf({
        ...parts,
        allotment,
        lines: sale.lines,
        cipher: allotment.cipher ?? cipherOf(qrKey, allotment.number, allotment.randomCode),
      }),
    upload: (atSeconds) => ({ message: "F0401", deadline: atSeconds + uploadLimitSeconds }),
  };
}
