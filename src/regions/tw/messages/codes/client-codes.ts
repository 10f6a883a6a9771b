import { byCode, type CodeTable, type MinistryCode } from "./handling.ts";

/** A code of Turnkey's event log or its gateway. Undefined for one nobody listed: show it raw to a person. */
export function clientCode(code: string): MinistryCode | undefined {
  return codes.get(code);
}

/** All that is listed, for the documentation and the page that explains them. */
export function clientCodes(): readonly MinistryCode[] {
  return [...codes.values()];
}

const setUp: CodeTable = {
  Err001: ["缺少必要排程工作資訊", "A scheduled task lacks its settings."],
  Err003: ["送方統編或傳送帳號未設設定錯誤", "The sender's 統編 or account is not set."],
  Err007: ["訊息簽章發生錯誤", "Signing failed: check the certificate."],
  Err011: ["查無收/送方統編未或檔名格式錯誤", "Sender or receiver is not known, or the file name is wrong."],
  Err021: ["連線資料庫發生錯誤", "Turnkey cannot reach its data base."],
  Err027: ["同步一代資料庫失敗", "Copying the old data base failed."],
};

const refused: CodeTable = {
  Err004: ["訊息剖析發生錯誤", "The message cannot be read."],
  Err005: ["訊息轉換發生錯誤", "The message cannot be converted."],
  Err006: ["字集轉換發生錯誤", "Its characters cannot be converted."],
  Err008: ["不合法的發票", "The invoice breaks a rule."],
  Err009: ["發票內容為空", "The invoice is empty."],
  Err013: ["發票確認錯誤", "Confirming the invoice failed."],
  Err014: ["發票檔名不合法", "The file's name is not allowed."],
  Err019: ["發票版本不支持", "The version of the message is not supported."],
  Err028: ["不合法的訊息", "The message breaks a rule."],
};

const retry: CodeTable = {
  Err002: ["IO錯誤", "Reading or writing failed: check the disk."],
  Err012: ["呼叫WebApi發生錯誤", "Calling the platform failed: check the network."],
  Err015: ["呼叫WebApi失敗", "Calling the platform failed: check the network."],
  Err017: ["SFTP傳送失敗", "Sending by SFTP failed: check the network."],
  Err023: ["清檔失敗", "Clearing files failed: check the disk."],
  Err024: ["接收失敗", "Receiving failed: check the network."],
  Err025: ["接收時刪檔失敗", "Deleting a received file failed."],
  Err026: ["連線失敗", "No connection: check the network."],
};

const wait: CodeTable = {
  Err010: ["平台無檔案可下載或已找不到下載檔案", "The platform has nothing to download, or no longer."],
  Err016: ["重新呼叫WebApi", "Turnkey calls the platform again."],
  Err018: ["SFTP重新傳送", "Turnkey sends by SFTP again."],
  Err997: ["未取得平台處理結果", "The platform has not answered yet."],
};

const lookInside: CodeTable = {
  Err022: ["ProcessResult出現錯誤", "The platform's result names an error."],
  Err998: ["平台通知訊息", "A notice of the platform."],
};

const unclear: CodeTable = {
  Err020: ["無法對應的UUID", "An answer to nothing that was sent."],
  Err029: ["RPT", "RPT"],
  Err999: ["未知錯誤", "An unknown error."],
};

const gatewaySuccess: CodeTable = {
  C000: ["連線成功", "Connected."],
  "3000": ["簽章成功", "Signed."],
};

const gatewayRetry: CodeTable = {
  C001: ["連線失敗", "No connection."],
  C002: ["操作失敗", "The operation failed."],
  C003: ["接收失敗", "Receiving failed."],
  C005: ["I/O 失敗", "Reading or writing failed."],
};

const gatewayContent: CodeTable = {
  "7001": ["XML驗證失敗", "The XML does not hold against its schema."],
  "7008": ["Xml讀取失敗", "The XML cannot be read."],
  "7009": ["封套解組失敗", "The envelope cannot be opened."],
  "7010": ["Payload解組失敗", "What is in the envelope cannot be read."],
};

const gatewaySetUp: CodeTable = {
  C004: ["ID/PWD 驗證失敗", "Account or password is wrong."],
  "3001": ["簽章發生錯誤", "Signing failed."],
  "3002": ["解簽發生錯誤", "Taking the signature off failed."],
  "3003": ["驗證簽章發生錯誤", "Checking the signature failed."],
  "3004": ["參數無效", "A parameter is not valid."],
  // Their texts are not known, only that they are the converter's.
  "4000": ["", "The converter failed."],
  "4001": ["", "The converter failed."],
  "4002": ["", "The converter failed."],
  "4003": ["", "The converter failed."],
  "4004": ["", "The converter failed."],
  "4005": ["", "The converter failed."],
  "7002": ["初始化失敗", "Starting failed."],
  "7003": ["非法訪問", "Access is not allowed."],
  "7004": ["Class不存在", "A class is missing."],
  "7005": ["Xsd不存在", "A schema is missing."],
  "7006": ["未設置Xsd", "No schema is set."],
  "7007": ["Xsd讀取失敗", "A schema cannot be read."],
  "7011": ["Xml封送失敗", "Writing the XML failed."],
  "7012": ["驗證器不存在", "The validator is missing."],
  "7013": ["驗證器無效", "The validator is not valid."],
  "7014": ["驗證器不適合", "The validator does not fit."],
  "7015": ["Payload為空", "The envelope is empty."],
  "7016": ["Flat File解組失敗", "The flat file cannot be read."],
};

const codes = byCode([
  ["set-up", setUp],
  ["person", refused],
  ["retry", retry],
  ["wait", wait],
  ["look-inside", lookInside],
  ["person", unclear],
  ["success", gatewaySuccess],
  ["retry", gatewayRetry],
  ["person", gatewayContent],
  ["set-up", gatewaySetUp],
]);
