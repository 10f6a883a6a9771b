import type { AllowanceLine, AllowanceRecord } from "../../../invoice/record.ts";
import type { Block } from "../../../receipt/blocks.ts";
import type { PaperOptions } from "../../region.ts";
import { taxMarks } from "./details.ts";
import { foot, line, localSecond, optional, shownNumber, testMark } from "./proof.ts";

/** Room for a signature or a company's stamp, in dots. */
const signatureDots = 96;

/** 折讓證明單, which the buyer signs and the shop keeps: its content is given, not its layout (spec/taiwan.md 6.6). Amounts without tax. */
export function* allowanceSlip(record: AllowanceRecord, options: PaperOptions): Generator<Block> {
  const { seller, buyer, allowanceNumber, allowedAt, invoice } = record;
  const copy = options.copy > 0 ? "補印" : "";
  yield { kind: "text", text: options.shopPaper.logoLine || seller.name, size: "name", align: "centre" };
  yield { kind: "text", text: `${testMark(options)}營業人銷貨退回`, size: "name", align: "centre" };
  yield { kind: "text", text: `進貨退出或折讓證明單${copy}`, size: "name", align: "centre" };
  yield line("單號", allowanceNumber);
  yield line("日期", localSecond(allowedAt));
  yield line(`賣方 ${seller.businessId}`, "");
  yield* optional(seller.name);
  yield line(buyer ? `買方 ${buyer.businessId}` : "買方 消費者", "");
  yield* optional(buyer?.name);
  yield line("原發票", shownNumber({ number: invoice.number, donation: options.invoice?.donation ?? null }));
  yield line("開立", localSecond(invoice.issuedAt));
  yield { kind: "rule", style: "dashed" };
  for (const one of record.lines) yield* item(one);
  yield { kind: "rule", style: "dashed" };
  yield line("銷售額合計(未稅)", record.amount);
  yield line("營業稅額合計", String(record.tax));
  yield line("退還總額", String(record.total));
  yield line("原因", record.reason);
  yield { kind: "gap", heightDots: 16 };
  yield { kind: "text", text: "買受人簽章" };
  yield { kind: "gap", heightDots: signatureDots };
  yield { kind: "rule" };
  yield foot;
}

function item({ name, quantity, unit, unitPrice, amount, tax, taxType }: AllowanceLine): Block[] {
  return [
    { kind: "text", text: name },
    { kind: "columns", left: `  ${quantity} ${unit} × ${unitPrice}`, right: `${amount} ${taxMarks[taxType]}`.trimEnd() },
    line("  營業稅額", String(tax)),
  ];
}
