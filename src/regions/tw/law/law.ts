import type { Act, Law } from "../../../invoice/law.ts";
import type { Sale } from "../../../invoice/sale.ts";
import { localTime, periodOf } from "../calendar.ts";
import { cipherOf, type QrKey } from "../cipher.ts";
import { codesOf } from "../codes.ts";
import { amountFaults } from "./amount-faults.ts";
import { amountsOf, minorDigits } from "./amounts.ts";
import { isOnPaper, recipientFaults } from "./recipient.ts";
import { taxKindFaults, taxKindOf } from "./tax-kind.ts";
import { undo } from "./undo.ts";

/** The ministry's message for each act (spec/taiwan.md 5). */
const messages: Readonly<Record<Act, string>> = {
  issue: "F0401",
  cancel: "F0501",
  withdraw: "F0701",
  allow: "G0401",
  "cancel-allowance": "G0501",
};

/** 統一發票使用辦法 §7: 48 hours for a consumer's, seven days for a company's, whatever the act (spec/taiwan.md 8.1). */
const uploadLimitSeconds = { consumer: 48 * 3600, company: 168 * 3600 } as const;

/** Taiwan's law of invoices for one seller, whose QR key it holds. */
export function twLaw(qrKey: QrKey): Law {
  return {
    region: "tw",
    currency: "TWD",
    minorDigits,
    period: periodOf,
    localTime,
    invoiceType: (sale) => taxKindOf(sale).invoiceType,
    faults: (sale) => [...taxKindFaults(sale), ...recipientFaults(sale), ...amountFaults(sale)],
    amounts: amountsOf,
    papers: (sale) => ({ proof: isOnPaper(sale), details: isDetailed(sale) }),
    codes: ({ allotment, sale, ...parts }) =>
      codesOf({
        ...parts,
        allotment,
        buyer: sale.buyer,
        names: sale.lines,
        cipher: allotment.cipher ?? cipherOf(qrKey, allotment.number, allotment.randomCode),
      }),
    upload: (act, atSeconds, buyer) => ({
      message: messages[act],
      deadline: atSeconds + (buyer ? uploadLimitSeconds.company : uploadLimitSeconds.consumer),
    }),
    undo,
  };
}

/** A company gets its details without asking, a consumer on request (ministry news of 2013). */
function isDetailed(sale: Sale): boolean {
  if (sale.details === "always" || sale.details === "never") return sale.details === "always";
  return sale.buyer !== undefined && isOnPaper(sale);
}
