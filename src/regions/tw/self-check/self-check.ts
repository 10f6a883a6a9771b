import type { Sale } from "../../../invoice/sale.ts";
import type { RegionSelfCheck, Words } from "../../self-check.ts";
import { citizenCertificate, mobileBarcode } from "./carrier-checks.ts";
import { fetchedNumbers, fileImport, nothingTyped, ownBranchOnly } from "./import-checks.ts";
import { insideRange, lengthOfNumber, periodOfSale, periodShown, rangesHold } from "./number-checks.ts";
import { backup, onceAfterCrash, onceAmongDevices, onceOnDevice, sentAgain } from "./once-checks.ts";
import { randomCodes } from "./random-code-check.ts";
import * as slip from "./slip-checks.ts";
import { eachStart, readyToSell } from "./start-checks.ts";
import { type Check, words } from "./verdict.ts";

/** The list in its order, in the wording quoted in practice (spec/taiwan.md 9). Add a line to add an item. */
const list: readonly (readonly [item: string, asks: Words, check: Check])[] = [
  ["1(1)", words("匯入自平台下載之字軌號碼檔 (CSV)", "The platform's CSV of numbers is imported"), fileImport],
  ["1(2)", words("由系統自動取得字軌號碼，免人工輸入", "Numbers are fetched automatically, without typing"), fetchedNumbers],
  ["1(3)", words("人工輸入字軌號碼者，須由多人覆核", "Numbers typed by hand are checked by several persons"), nothingTyped],
  ["2(1)", words("發票字軌號碼在設定之區間內", "The number lies inside the configured range"), insideRange],
  ["2(2)", words("發票字軌號碼之期別與交易時間相符", "The number belongs to the period of the sale's time"), periodOfSale],
  ["3(1)", words("初次設定：對時、確認賣方統編、發票字軌號碼", "First set-up: clock, seller's 統編, numbers"), readyToSell],
  [
    "3(2)",
    words(
      "每次開啟：對時、確認賣方統編、發票字軌及前次開立號碼",
      "Each start: clock, seller's 統編, numbers, last issued number",
    ),
    eachStart,
  ],
  [
    "4(1)",
    words("字軌號碼長度 10 碼：英文 2 碼、數字 8 碼", "A number has 10 characters: two letters, eight digits"),
    lengthOfNumber,
  ],
  ["4(2)", words("字軌號碼在配號區間內", "The number lies in the granted range"), rangesHold],
  ["5", words("期別：年 3 碼、單月 2 碼、雙月 2 碼", "The period is shown: year, odd month, even month"), periodShown],
  ["6", words("產生隨機碼", "A random code is produced"), randomCodes],
  ["7(1)", words("手機條碼檢核，不得改變大小寫", "Mobile barcodes are checked, case unchanged"), mobileBarcode],
  ["7(2)", words("自然人憑證條碼檢核，不得改變大小寫", "Citizen certificates are checked, case unchanged"), citizenCertificate],
  ["8(1)", words("證明聯印有期別", "The slip shows the period"), slip.periodOnSlip],
  ["8(2)", words("證明聯印有字軌號碼且格式正確", "The slip shows the number in its form"), slip.numberOnSlip],
  ["8(3)", words("證明聯印有隨機碼", "The slip shows the random code"), slip.randomCodeOnSlip],
  ["8(4)", words("證明聯印有賣方統編", "The slip shows the seller's 統編"), slip.sellerOnSlip],
  ["8(5)", words("買方有統編時印有格式代碼", "The slip shows the format code when the buyer has a 統編"), slip.formatOnSlip],
  ["8(6)", words("一維條碼與上傳資料一致", "The bar code equals the upload"), slip.barcodeEqualsUpload],
  ["8(7)", words("二維條碼與上傳資料一致", "The QR codes equal the upload"), slip.qrEqualsUpload],
  ["8(8)", words("二維條碼之加密驗證資訊正確", "The QR code carries the right cipher"), slip.cipherIsRight],
  ["8(9)", words("證明聯所載與上傳資料一致", "The slip equals the upload"), slip.slipEqualsUpload],
  ["9(1)", words("同一機台同一期別不重複使用字軌號碼", "One device never repeats a number in a period"), onceOnDevice],
  ["9(2)", words("不同機台間不重複使用字軌號碼", "Devices never repeat one another's numbers"), onceAmongDevices],
  ["9(3)", words("各分支機構不得使用其他分支之字軌號碼", "Branches do not use each other's numbers"), ownBranchOnly],
  ["9(4)", words("當機後不重複使用字軌號碼", "No number is repeated after a crash"), onceAfterCrash],
  ["10", words("漏傳之發票能自動補傳", "Missed uploads are sent again by themselves"), sentAgain],
  ["11", words("資料備份", "Data is backed up"), backup],
];

/** 電子發票開立系統自行檢測表: what a shop hands in with its application for numbers. */
export const twSelfCheck: RegionSelfCheck = {
  title: words("電子發票開立系統自行檢測表", "Self-check of an e-invoice issuing system"),
  note: words(
    "項目文字依實務引述整理；申請時請以財政部現行表單為準。",
    "The items are worded as quoted in practice; the ministry's present form is what counts.",
  ),
  labels: {
    item: words("項次", "Item"),
    asks: words("檢測項目", "What is checked"),
    mark: words("結果", "Result"),
    evidence: words("檢測方式與所見", "How it was checked, and what was seen"),
    shop: words("營業人", "Shop"),
    date: words("檢測時間", "Checked at"),
    program: words("系統", "Program"),
    printer: words("印表機", "Printer"),
    slip: words(
      "試開之證明聯（預覽，條碼已遮蔽；未開立、未上傳）",
      "The rehearsal slips (preview with the codes covered; nothing was issued)",
    ),
    demo: words(
      "本檢測以示範資料執行，不得作為申請文件。",
      "Made on a demo till: it shows how the check works and is not to be handed in.",
    ),
    signature: words("檢測人員簽章", "Signature"),
  },
  marks: {
    passed: words("合格", "passed"),
    failed: words("不合格", "failed"),
    "by-hand": words("人工確認", "by hand"),
  },
  sales: [rehearsal({}), rehearsal({ buyer: { businessId: "04595257", name: "測試股份有限公司" } })],
  judge: (facts) => list.map(([item, asks, check]) => ({ item, asks, ...check(facts) })),
};

/** Two items, so that both QR codes have something to say, and a colon that must not end a field. */
function rehearsal(recipient: Pick<Sale, "buyer">): Sale {
  const lines = [
    { name: "測試茶:大", quantity: "2", unitPrice: "65", taxType: "taxable" as const },
    { name: "測試餅", quantity: "1", unitPrice: "45", taxType: "taxable" as const },
  ];
  return { lines, pricesIncludeTax: true, ...recipient };
}
