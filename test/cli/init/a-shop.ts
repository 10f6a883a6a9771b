import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answers, Opening } from "../../../src/cli/init/plan.ts";
import { tw } from "../../../src/regions/tw/tw.ts";

export interface Folder extends Disposable {
  readonly path: string;
  /** Writes a file of numbers for a period, as the platform lets it be downloaded. */
  numbers(period: string, businessId?: string): string;
}

export function aFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), "tillseal-init-"));
  return {
    path,
    numbers(period, businessId = "12345675") {
      const file = join(path, `invnoapply-${period.replaceAll(/\D/g, "")}.csv`);
      const header = "營業人統編,發票類別代號,發票類別,發票期別,發票字軌名稱,發票起號,發票迄號";
      writeFileSync(file, `${header}\r\n${businessId},7,一般稅額計算,${period},KD,12345600,12345699\r\n`);
      return file;
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** 22 November 2026, in the period 115/11 ~ 115/12, at a desk without a time server. */
export const opening: Opening = { region: tw, nowSeconds: Date.parse("2026-11-22T14:03:05+08:00") / 1000, clock: null };

/** Everything a shop has to say, as flags would. */
export const whole: Answers = {
  environment: "rehearsal",
  sellerId: "12345675",
  sellerName: "測試茶舖有限公司",
  sellerAddress: "臺北市中正區測試路1號",
  qrKey: "FE0F50D87215F625D1248F5FDAEBA37F",
  checkCipher: "AA12345678+1234=73UqXrAk5DsVNv2VEvIFkQ==",
  noRange: true,
  clockRight: true,
};

/** The period of the machine's own clock, which a till that is really started goes by. */
export function periodNow() {
  const seconds = Math.floor(Date.now() / 1000);
  const code = tw.periodOf(seconds);
  const [year, even] = [code.slice(0, 3), Number(code.slice(3))];
  const month = (value: number) => String(value).padStart(2, "0");
  return { seconds, text: `${year}/${month(even - 1)} ~ ${year}/${month(even)}` };
}
