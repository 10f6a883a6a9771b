import type { Fault } from "../../../base/problem.ts";
import type { Decimal } from "../../../invoice/money.ts";
import type { InvoiceTaxType } from "../../../invoice/record.ts";
import type { Sale } from "../../../invoice/sale.ts";

/** 一般稅額計算 and 特種稅額計算; numbers are granted for one or the other. */
export const generalType = "07";
export const specialType = "08";

export const generalRate: Decimal = "0.05";
/** 營業稅法 §10 to §13, as the message's enumeration has them (spec/taiwan.md 4.3). */
const specialRates: readonly Decimal[] = ["0.01", "0.02", "0.05", "0.15", "0.25"];
/** The clauses of 營業稅法 §7 (spec/taiwan.md 4.3). */
const exportReasons = ["71", "72", "73", "74", "75", "76", "77", "78", "79"];

/** How a sale is taxed as a whole: its lines' common type, or mixed. */
export function taxKindOf(sale: Sale): {
  readonly taxType: InvoiceTaxType;
  readonly invoiceType: string;
  readonly rate: Decimal;
} {
  const types = new Set(sale.lines.map((line) => line.taxType));
  const taxType: InvoiceTaxType = types.size === 1 ? sale.lines[0]!.taxType : "mixed";
  if (taxType === "special") return { taxType, invoiceType: specialType, rate: sale.taxRate ?? generalRate };
  return { taxType, invoiceType: generalType, rate: taxType === "taxable" || taxType === "mixed" ? generalRate : "0" };
}

/** Everything wrong with the kinds of tax on one invoice. */
export function taxKindFaults(sale: Sale): Fault[] {
  const { taxType, invoiceType } = taxKindOf(sale);
  return [
    ...mixtureFaults(sale, taxType),
    ...exportFaults(sale),
    ...rateFaults(sale, taxType),
    ...(sale.invoiceType === undefined || sale.invoiceType === invoiceType
      ? []
      : [{ path: "invoiceType", code: "invoice-type", message: `These lines make an invoice of type ${invoiceType}.` }]),
  ];
}

function mixtureFaults(sale: Sale, taxType: InvoiceTaxType): Fault[] {
  if (taxType !== "mixed") return [];
  const faults: Fault[] = [];
  if (sale.buyer)
    faults.push({
      path: "lines",
      code: "mixed-company",
      message: "A company's invoice has one kind of tax: issue one for each.",
    });
  if (sale.lines.some((line) => line.taxType === "special"))
    faults.push({ path: "lines", code: "mixed-special", message: "Special tax needs an invoice of its own." });
  return faults;
}

/** A zero-rated sale names its way out and its clause; any other must not (client rule 12, platform code E0112). */
function exportFaults(sale: Sale): Fault[] {
  const zeroRated = sale.lines.some((line) => line.taxType === "zero");
  if (zeroRated && !sale.export)
    return [{ path: "export", code: "export-missing", message: "A zero-rated line needs `export` with customs and reason." }];
  if (!zeroRated && sale.export)
    return [{ path: "export", code: "export-needless", message: "Only a zero-rated sale has an export." }];
  if (sale.export && !exportReasons.includes(sale.export.reason))
    return [
      {
        path: "export.reason",
        code: "export-reason",
        message: `The reason is one of ${exportReasons.join(", ")} (營業稅法 §7).`,
      },
    ];
  return [];
}

function rateFaults({ taxRate }: Sale, taxType: InvoiceTaxType): Fault[] {
  if (taxType !== "special")
    return taxRate === undefined
      ? []
      : [{ path: "taxRate", code: "tax-rate", message: "Only special tax names its rate; the others' is in the law." }];
  if (taxRate !== undefined && specialRates.includes(taxRate)) return [];
  return [{ path: "taxRate", code: "tax-rate", message: `Special tax needs its rate: one of ${specialRates.join(", ")}.` }];
}
