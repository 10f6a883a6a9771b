import { byCode, type CodeTable, type MinistryCode } from "./handling.ts";
import { setUpCodes } from "./set-up-codes.ts";
import { strangeCodes } from "./strange-codes.ts";

/**
 * A code of the platform, from a result's `Code` or an error's text. Never from a file name: E0401, E0402, E0501, E0502 and
 * E0504 are names of messages too. Undefined for a code nobody listed: show it raw to a person.
 */
export function platformCode(code: string): MinistryCode | undefined {
  // Test data has four zeros; every code of zeros is success (spec/taiwan.md 7.4).
  return codes.get(/^0+$/.test(code) ? "00000" : code);
}

/** All that is listed, for the documentation and the page that explains them. */
export function platformCodes(): readonly MinistryCode[] {
  return [...codes.values()];
}

const success: CodeTable = {
  "00000": ["處理成功", "Accepted."],
};

const compare: CodeTable = {
  E0201: ["訊息重複", "The message was sent before."],
  E1003: ["B2C發票重覆開立", "This invoice was issued before."],
};

const ownCancel: CodeTable = {
  E0402: ["此筆發票已作廢", "The invoice is cancelled already."],
};

const perItem: CodeTable = {
  E0504: ["發票訊息處理部份成功", "A part of the package was accepted; each invoice has its own result."],
  E0615: ["字軌訊息處理部份成功", "A part of the track file was accepted; each item has its own result."],
  E0616: ["字軌訊息處理全部失敗", "Nothing of the track file was accepted; each item has its own result."],
};

const hold: CodeTable = {
  E0202: ["開立發票資料不存在", "The invoice this refers to is not there yet."],
  E0203: ["作廢發票資料不存在", "The cancellation this refers to is not there yet."],
  E0205: ["開立折讓證明單資料不存在", "The allowance this refers to is not there yet."],
  E0206: ["作廢折讓證明單資料不存在", "The cancelled allowance this refers to is not there yet."],
  E0229: ["發票資料不存在", "The invoice is not there yet."],
};

const retry: CodeTable = {
  E0001: ["系統錯誤", "The platform had an error."],
  E0002: ["資料庫存取失敗(系統)", "The platform could not reach its data base."],
  E0003: ["交易LOG Table失敗", "The platform could not write its log."],
  E0004: ["驗章失敗(系統)", "The platform failed while checking the signature."],
  E0005: ["MQ存取失敗", "The platform could not reach its queue."],
  E0007: ["DES加密資料失敗", "The platform failed to encrypt."],
  E0012: ["SQL COMMAND失敗(資料)", "The platform's data base refused the data."],
  E0311: ["寫入發票訊息失敗", "The platform could not store the invoice."],
  E0501: ["交換至接收方直接介接對象失敗", "The platform could not pass it on to the receiver."],
};

const retryOnce: CodeTable = {
  E0302: ["讀取原文失敗", "The platform could not read the file."],
  E0307: ["發票數量不符", "The package does not hold as many messages as it says."],
};

const content: CodeTable = {
  E0101: ["賣方無電子發票使用資格", "The seller may not use e-invoices: ask the tax office."],
  E0102: ["發票字軌號碼非申購部分", "The number was not granted to this seller: a wrong range was imported."],
  E0103: [
    "發票明細加總與總金額不符",
    "Items and total do not agree; nothing was stored: correct the sums, send again under the same number.",
  ],
  E0104: ["買方無電子發票使用資格", "The buyer may not use e-invoices: check the buyer's 統編."],
  E0105: ["發票總金額不得為零", "The total must not be zero."],
  E0106: ["發票明細數量不得為零", "A quantity must not be zero."],
  E0107: ["發票年度字軌不符", "The number belongs to another period."],
  E0112: ["非零稅率通關方式註記不可填", "Only a zero-rated sale has a customs mark: leave it out."],
  E0113: ["專用字軌已被其他營業人使用", "Another seller used this track: stop the range, call the tax office."],
  E0114: ["專用字軌不接受ERP介接上傳", "This track must not be uploaded by a system: stop the range, call the tax office."],
  E0207: ["資料已過期", "Too late: ask the tax office."],
  E0208: ["資料非當期", "Wrong period, or the period is filed already."],
  E0209: ["發票日期及票號必須依序", "Numbers and dates do not rise together: check the clock."],
  E0211: ["發票無法折讓，請查明發票狀態", "No allowance is possible on this invoice: look up its state."],
  E0213: ["發票無法作廢，請查明發票狀態", "The invoice cannot be cancelled: an allowance is open, or it is cancelled already."],
  E0218: ["折讓單無法作廢，請查明折讓單狀態", "The allowance cannot be cancelled: look up its state."],
  E0220: ["訊息明細項目重複，請查明細排列序號", "A sequence number comes twice."],
  E0221: ["折讓金額大於發票銷售額減已折讓金額", "The allowance is more than what is left of the invoice."],
  E0224: ["特種發票稅額不得有值", "An invoice of special tax has no tax amount."],
  E0225: ["特種發票稅率應為2%,5%,15%,25%", "Special tax is 2, 5, 15 or 25 %."],
  E0226: ["特種發票課稅別需為應稅", "An invoice of special tax must be taxable."],
  E0227: ["特種發票其稅額需為0", "The tax amount of special tax is zero."],
  E0228: ["零稅率發票的通關方式註記欄位必填", "A zero-rated sale needs its customs mark."],
  E0303: ["系統沒有該類型交易代號", "The platform does not know this message or version."],
  E0304: ["XML原文格式不符", "The XML has not the right form."],
  E0305: ["XML原文資料內容檢核失敗", "The XML's content was refused."],
  E0306: ["XML原文無法解析", "The XML cannot be read."],
  E0309: ["折讓總金額大於發票金額", "The allowance is more than the invoice."],
  E0403: ["折讓單發票已作廢", "The invoice is cancelled: drop the allowance."],
  E0503: ["欄位不應空白", "An element was sent empty."],
  E1001: ["發票受贈統編/格式錯誤", "The donation code is wrong."],
  E1002: ["發票開立日期不得過早", "The invoice is older than allowed: ask the tax office."],
  E1004: ["超出可傳送時間範圍", "The date is outside the time in which it may be sent."],
  E1005: [
    "載具隱碼ID(CarrierId2)前後不可含空白或全形空白",
    "The carrier's id has a blank at an end: trim it, send again under the same number.",
  ],
};

const trackFiles: CodeTable = {
  E0601: ["上傳之總機構號碼區間與平台配號給總機構之號碼區間不符", "The head office's range is not the one it was granted."],
  E0602: ["主檔資料重複,請於檢查後再行上傳", "The main part comes twice."],
  E0603: ["明細區間非在主檔區間範圍", "An item is outside the range of the main part."],
  E0604: ["明細資料重複,請於檢查後再行上傳", "An item comes twice."],
  E0605: ["此營業人不存在於發票管制檔，請洽國稅局", "The platform does not know this business: ask the tax office."],
  E0606: ["上傳之分支機構非該總機構所屬分支機構", "The branch is not one of this head office."],
  E0607: ["上傳之發票類別有誤", "The invoice type is wrong."],
  E0608: ["上傳之發票本數有誤", "The number of booklets is wrong."],
  E0609: ["上傳明細區間重覆，請於檢查後再行上傳", "Two items overlap."],
  E0610: [
    "寫入分支機構字軌訊息失敗",
    "The platform could not store the branch's numbers; sending once more by hand does no harm.",
  ],
  E0611: ["上傳方需為總機構或分支機構", "Only a head office or a branch may send this."],
  E0612: ["發票號碼區間已存在重疊區間", "The range overlaps one that is there already."],
  E0613: ["發票號碼區間非配號區間", "The range was not granted."],
  E0614: ["上傳方僅能為總機構(總公司)", "Only the head office may send this."],
};

const codes = byCode([
  ["success", success],
  ["compare", compare],
  ["own-cancel", ownCancel],
  ["per-item", perItem],
  ["hold", hold],
  ["retry", retry],
  ["retry-once", retryOnce],
  ["person", content],
  ["person", trackFiles],
  ["person", strangeCodes],
  ["set-up", setUpCodes],
]);
