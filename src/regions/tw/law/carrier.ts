import type { Fault } from "../../../base/problem.ts";
import type { Carrier } from "../../../invoice/sale.ts";

/** 手機條碼, the one carrier a company buyer may have too. */
export const mobileBarcode = "3J0002";

/** What the id of a common carrier looks like (spec/taiwan.md 3.2). Case is never changed: what was scanned is what is kept. */
const commonCarriers: Readonly<Record<string, { readonly pattern: RegExp; readonly looks: string }>> = {
  [mobileBarcode]: { pattern: /^\/[0-9A-Z.+-]{7}$/, looks: "a slash and seven of 0-9 A-Z . + -" },
  CQ0001: { pattern: /^[A-Z]{2}\d{14}$/, looks: "two capital letters and fourteen digits" },
};

const longestId = 400;

/** Everything wrong with a carrier, as far as a till without a network can know. */
export function carrierFaults({ type, id, hiddenId }: Carrier): Fault[] {
  const common = Object.hasOwn(commonCarriers, type) ? commonCarriers[type] : undefined;
  if (!common && !/^[A-Z0-9]{2}\d{4}$/.test(type))
    return [
      {
        path: "carrier.type",
        code: "carrier-type",
        message: `${type} is no carrier type: two letters or digits and four digits, such as ${mobileBarcode}.`,
      },
    ];
  const faults = [...idFaults("carrier.id", id), ...(hiddenId === undefined ? [] : idFaults("carrier.hiddenId", hiddenId))];
  if (common && !common.pattern.test(id))
    faults.push({ path: "carrier.id", code: "carrier-id", message: `An id of ${type} is ${common.looks}; capitals count.` });
  if (common && hiddenId !== undefined && hiddenId !== id)
    faults.push({ path: "carrier.hiddenId", code: "carrier-id", message: `A carrier of type ${type} has one id only.` });
  return faults;
}

/** The client refuses half- and full-width blanks at either end (spec/taiwan.md 5.2, rule 10). */
function idFaults(path: string, id: string): Fault[] {
  if (id.length > 0 && id.length <= longestId && !/^[\s\u3000]|[\s\u3000]$/.test(id)) return [];
  return [{ path, code: "carrier-id", message: `A carrier's id has 1 to ${longestId} characters and no blank at either end.` }];
}
