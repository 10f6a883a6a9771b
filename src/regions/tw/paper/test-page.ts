import type { PrinterTestRecord } from "../../../invoice/record.ts";
import type { Block } from "../../../receipt/blocks.ts";
import type { PaperOptions } from "../../region.ts";
import { foot, line, localSecond } from "./proof.ts";

/** As many characters as an invoice's bar code has, which is what must fit the paper. */
const barcode = "TILLSEAL-TEST-00019";

/** A page to judge a printer by: letters in each size, a bar code and two QR codes as large as those of an invoice. */
export function testPage({ printer, model, testedAt }: PrinterTestRecord, { shopPaper, seller }: PaperOptions): Block[] {
  return [
    { kind: "text", text: shopPaper.logoLine || seller.name, size: "name", align: "centre" },
    { kind: "text", text: "印表機測試頁", size: "title", align: "centre" },
    { kind: "text", text: "不是電子發票", size: "name", align: "centre" },
    line("印表機", printer),
    line("型號", model),
    line("時間", localSecond(testedAt)),
    { kind: "rule" },
    line("0123456789 ABCDEFGHIJKL", ""),
    line("一二三四五六七 堃喆犇煊", ""),
    line("左端", "右端"),
    { kind: "rule", style: "dashed" },
    { kind: "code39", data: barcode },
    { kind: "qr-pair", left: `Tillseal: left code, printer ${printer}`, right: "Tillseal: right code" },
    line("三個碼皆可掃描即正常。", ""),
    foot,
  ];
}
