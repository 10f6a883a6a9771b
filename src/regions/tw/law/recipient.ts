import type { Fault } from "../../../base/problem.ts";
import type { Buyer, Sale } from "../../../invoice/sale.ts";
import { businessIdFaults } from "../business-id.ts";
import { carrierFaults, mobileBarcode } from "./carrier.ts";

/** One allowed combination of who gets an invoice and how (spec/taiwan.md 3.4). */
interface Combination {
  readonly buyer: boolean;
  readonly carrier: "none" | "mobile" | "any";
  readonly donation: boolean;
  readonly onPaper: boolean;
}

/** Exactly one row holds for every lawful sale. A company without carrier is always printed: nothing else is proven to pass. */
const combinations: readonly Combination[] = [
  { buyer: false, carrier: "none", donation: false, onPaper: true },
  { buyer: false, carrier: "any", donation: false, onPaper: false },
  { buyer: false, carrier: "none", donation: true, onPaper: false },
  { buyer: true, carrier: "none", donation: false, onPaper: true },
  { buyer: true, carrier: "mobile", donation: false, onPaper: false },
  { buyer: true, carrier: "mobile", donation: false, onPaper: true },
];

/** Whether the sale's invoice is due on paper. Where the law leaves a choice, `print: true` asks for it. Assumes a lawful sale. */
export function isOnPaper(sale: Sale): boolean {
  const rows = combinationsOf(sale);
  return rows.length > 1 ? sale.print === true : rows[0]?.onPaper === true;
}

/** Everything wrong with buyer, carrier, donation and print, alone and together. */
export function recipientFaults(sale: Sale): Fault[] {
  const { buyer, buyerRemark, carrier, donation } = sale;
  const faults: Fault[] = [];
  if (buyer) faults.push(...buyerFaults(buyer));
  if (carrier) faults.push(...carrierFaults(carrier));
  if (donation !== undefined && !/^\d{3,7}$/.test(donation))
    faults.push({ path: "donation", code: "donation-code", message: "A donation code (愛心碼) has three to seven digits." });
  if (buyerRemark !== undefined && !buyer)
    faults.push({
      path: "buyerRemark",
      code: "buyer-remark",
      message: "Only a company buyer deducts: give `buyer`, or leave it out.",
    });
  return [...faults, ...combinationFaults(sale)];
}

function combinationsOf({ buyer, carrier, donation }: Sale): Combination[] {
  return combinations.filter(
    (row) =>
      row.buyer === (buyer !== undefined) &&
      row.donation === (donation !== undefined) &&
      (carrier === undefined
        ? row.carrier === "none"
        : row.carrier === "any" || (row.carrier === "mobile" && carrier.type === mobileBarcode)),
  );
}

function combinationFaults(sale: Sale): Fault[] {
  const { buyer, carrier, donation, print } = sale;
  const rows = combinationsOf(sale);
  if (rows.length === 0) {
    const path = donation !== undefined ? "donation" : "carrier";
    const together = [buyer && "buyer", carrier && `carrier ${carrier.type}`, donation !== undefined && "donation"].filter(
      Boolean,
    );
    return [{ path, code: "combination", message: `${together.join(", ")} cannot go together on one invoice.` }];
  }
  // A POS that prints by itself may always say so: where nothing is due on paper it has nothing to print.
  if (print === true && !rows.some((row) => row.onPaper))
    return [
      {
        path: "print",
        code: "combination",
        message: `An invoice with a ${donation === undefined ? "carrier" : "donation"} is not printed as well.`,
      },
    ];
  return [];
}

/** A buyer's name must not be zeros: the client takes that for a consumer (spec/taiwan.md 5.2, rule 3). */
function buyerFaults({ businessId, name, address }: Buyer): Fault[] {
  const faults = businessIdFaults("buyer.businessId", businessId);
  if (name !== undefined && (/^0{1,4}$/.test(name) || [...name].length > 60))
    faults.push({ path: "buyer.name", code: "buyer-name", message: "A buyer's name has 1 to 60 characters and is not zeros." });
  if (address !== undefined && [...address].length > 100)
    faults.push({ path: "buyer.address", code: "length", message: "A buyer's address has at most 100 characters." });
  return faults;
}
