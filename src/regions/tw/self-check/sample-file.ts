import type { Grant } from "../../numbers.ts";
import type { SelfCheckFacts, Words } from "../../self-check.ts";
import { periodLabel } from "../calendar.ts";
import { readRangeFile } from "../ranges/range-file.ts";
import { words } from "./verdict.ts";

const header = "營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號";

export interface Looked {
  readonly seen: readonly Words[];
  readonly wrong: readonly Words[];
}

/** Reads a file for this shop and this period whole, and spoilt in four ways, each of which must be refused. */
export function readerTrial({ seller, law, nowSeconds }: SelfCheckFacts): Looked {
  const period = law.period(nowSeconds);
  const good = sampleCsv(seller.businessId, period);
  const spoilt: readonly (readonly [Words, string])[] = [
    [words("起號非 00/50", "begin not 00 or 50"), good.replace("00000000,", "00000001,")],
    [words("期別非單雙月一組", "months no pair"), good.replace(" ~ ", "x~ ")],
    [words("字軌非兩碼英文", "track not two letters"), good.replace(",TS,", ",T1,")],
    [words("前導零遺失", "leading zeros lost"), good.replace("00000049", "49")],
  ];
  const taken = spoilt.filter(([, text]) => sampleGrants(text).length > 0);
  const [grant] = sampleGrants(good);
  return {
    seen: [
      words(
        `樣本檔 ${periodLabel(period)} TS00000000–00000049 讀取成功；錯誤檔 ${spoilt.length - taken.length} 份皆拒絕`,
        `The sample TS00000000–00000049 of ${period} was read; ${spoilt.length - taken.length} spoilt files were refused.`,
      ),
    ],
    wrong: [
      ...(grant?.period === period && grant.businessId === seller.businessId
        ? []
        : [words("樣本檔讀取錯誤", "The sample file was not read as it stands.")]),
      ...taken.map(([what]) => words(`錯誤檔未被拒絕：${what.local}`, `A spoilt file was taken: ${what.english}.`)),
    ],
  };
}

function sampleGrants(text: string): readonly Grant[] {
  return grantsOf(Buffer.from(text));
}

/** What the platform would hand this shop for this period: one booklet. */
export function sampleCsv(businessId: string, period: string): string {
  const [year, even] = [period.slice(0, 3), period.slice(3)];
  const odd = String(Number(even) - 1).padStart(2, "0");
  return `${header}\r\n${businessId},7,一般稅額計算,${year}/${odd} ~ ${year}/${even},TS,00000000,00000049\r\n`;
}

/** The same as Turnkey brings it (E0501). */
export function assignedNumbers({ seller, law, nowSeconds }: SelfCheckFacts): string {
  return `<InvoiceEnvelope><InvoicePack><InvoiceAssignNo><Ban>${seller.businessId}</Ban><InvoiceType>07</InvoiceType><YearMonth>${law.period(nowSeconds)}</YearMonth><InvoiceTrack>TS</InvoiceTrack><InvoiceBeginNo>00000000</InvoiceBeginNo><InvoiceEndNo>00000049</InvoiceEndNo><InvoiceBooklet>1</InvoiceBooklet></InvoiceAssignNo></InvoicePack></InvoiceEnvelope>`;
}

/** The grants of a file that was kept; nothing where it cannot be read. */
export function grantsOf(content: Uint8Array): readonly Grant[] {
  const read = readRangeFile(content);
  return read.result === "read" ? read.grants : [];
}
