import type { InvoiceLine, InvoiceRecord } from "../../../invoice/record.ts";
import type { Block } from "../../../receipt/blocks.ts";
import type { PaperOptions } from "../../region.ts";
import { paymentWord } from "./payment-words.ts";
import { foot, line, localSecond, optional, shownNumber, testMark, till } from "./proof.ts";

/** What stands behind an amount: 應稅, 零稅率, 免稅, 特種 (spec/taiwan.md 6.6). */
export const taxMarks: Readonly<Record<InvoiceLine["taxType"], string>> = {
  taxable: "TX",
  zero: "TZ",
  exempt: "",
  special: "特",
};

/** 交易明細: every item of an invoice, of which there may be 9,999. The law fixes its content for companies, not its layout. */
export function* detailsSlip(
  record: InvoiceRecord,
  { copy, shopPaper }: Pick<PaperOptions, "copy" | "shopPaper">,
): Generator<Block> {
  yield { kind: "text", text: shopPaper.logoLine || record.seller.name, size: "name", align: "centre" };
  yield { kind: "text", text: `${testMark(record)}交易明細${copy > 0 ? "補印" : ""}`, size: "name", align: "centre" };
  yield line(shownNumber(record), "");
  yield line(localSecond(record.issuedAt), "");
  yield line(`賣方 ${record.seller.businessId}`, record.buyer ? `買方 ${record.buyer.businessId}` : "");
  yield* optional(record.buyer?.name);
  yield* optional([till(record), record.cashier && `員 ${record.cashier}`].filter(Boolean).join("　"));
  yield { kind: "rule", style: "dashed" };
  for (const one of record.lines) yield* item(one);
  yield { kind: "rule", style: "dashed" };
  yield* sums(record);
  for (const { method, amount } of record.payments) yield line(paymentWord(method), String(amount));
  yield foot;
}

function item({ name, quantity, unit, unitPrice, amount, taxType, remark }: InvoiceLine): Block[] {
  const counted = unit === undefined ? quantity : `${quantity} ${unit}`;
  return [
    { kind: "text", text: name },
    { kind: "columns", left: `  ${counted} × ${unitPrice}`, right: `${amount} ${taxMarks[taxType]}`.trimEnd() },
    ...optional(remark === undefined ? undefined : `  ${remark}`),
  ];
}

/** Consumers see one total; a company sees what its accountant needs, and whether the prices above have the tax in them. */
function sums(record: InvoiceRecord): Block[] {
  const { sales, zeroRated, exempt, tax, taxRate, taxType, total, buyer, lines, pricesIncludeTax } = record;
  const special = taxType === "special" ? [line("特種稅額稅率", `${Number(taxRate) * 100}%`)] : [];
  const parts: Block[] = buyer
    ? [
        line(pricesIncludeTax ? "單價、金額含稅" : "單價、金額未稅", ""),
        line("銷售額(應稅)", String(sales)),
        line("零稅率", String(zeroRated)),
        line("免稅", String(exempt)),
        line("稅額", String(tax)),
      ]
    : [];
  return [...special, ...parts, line(`共 ${lines.length} 項`, `總計 ${total}`)];
}
