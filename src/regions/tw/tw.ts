import type { Fault } from "../../base/problem.ts";
import type { Seller } from "../../invoice/record.ts";
import type { Region } from "../region.ts";
import { businessIdFaults } from "./business-id.ts";
import { localTime, periodOf } from "./calendar.ts";
import { qrKeyFromHex } from "./cipher.ts";
import { invoiceSheet } from "./document/invoice-sheet.ts";
import { twLaw } from "./law/law.ts";
import { generalType, specialType } from "./law/tax-kind.ts";
import { twMessages } from "./messages/tw-messages.ts";
import { twNumbers } from "./numbers.ts";
import { allowanceSlip } from "./paper/allowance.ts";
import { attentionSlip } from "./paper/attention.ts";
import { detailsSlip } from "./paper/details.ts";
import { displayNumber, proofSlip } from "./paper/proof.ts";
import { testPage } from "./paper/test-page.ts";
import { undoNote } from "./paper/undo-note.ts";
import { twReports } from "./reports.ts";
import { twRoad } from "./road.ts";
import { twSecret } from "./secret.ts";
import { twSelfCheck } from "./self-check/self-check.ts";

/** Taiwan's 電子發票. Sources: spec/taiwan.md, which names the ministry's documents behind each fact. */
export const tw: Region = {
  id: "tw",
  law: (key) => twLaw(qrKeyFromHex(key)),
  keyBytes: 16,
  secret: twSecret,
  road: twRoad,
  sellerFaults,
  businessIdFaults,
  periodOf,
  localTime,
  papers: {
    proof: proofSlip,
    details: detailsSlip,
    "cancel-note": undoNote,
    "withdraw-note": undoNote,
    allowance: allowanceSlip,
    closing: twReports.slip,
    attention: attentionSlip,
    test: testPage,
  },
  document: invoiceSheet,
  messages: twMessages,
  numbers: twNumbers,
  selfCheck: twSelfCheck,
  reports: twReports,
  displayNumber,
  demo: {
    seller: { businessId: "12345675", name: "測試茶舖有限公司", address: "臺北市中正區測試路1號" },
    shopPaper: { logoLine: "測試茶舖", footer: ["退貨憑電子發票證明聯正本辦理", "示範資料，不具法律效力"] },
    ranges: [
      { invoiceType: generalType, track: "TS", first: 0, last: 99_999_999 },
      { invoiceType: specialType, track: "TX", first: 0, last: 99_999_999 },
    ],
  },
};

/** The seller block of F0401: an address is a must, and the name has 60 characters at most (spec/taiwan.md 5.1). */
function sellerFaults({ businessId, name, address }: Seller): Fault[] {
  const faults = businessIdFaults("seller.businessId", businessId);
  if (name.trim() === "" || [...name].length > 60)
    faults.push({ path: "seller.name", code: "length", message: "The seller's name must have 1 to 60 characters." });
  if (address.trim() === "" || [...address].length > 100)
    faults.push({ path: "seller.address", code: "length", message: "The seller's address must have 1 to 100 characters." });
  return faults;
}
