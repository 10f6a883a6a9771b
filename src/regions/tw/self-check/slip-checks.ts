import type { ReadSlip, SelfCheckFacts, Words } from "../../self-check.ts";
import { cipherOf, type QrKey, qrKeyFromHex, readCipher } from "../cipher.ts";
import { consumerId } from "../messages/upload/role.ts";
import { type Decoded, decodePair, labelOfDate, periodOfDate, rocDateOf, type Uploaded, uploadedIn } from "./decode.ts";
import { type Check, differences, judged, type Pair, plain, type Verdict, values, words } from "./verdict.ts";

type PairsOf = (slip: ReadSlip, upload: Uploaded) => readonly Pair[];

const onText = words(
  "以本店賣方資料、金鑰與下一號碼於記憶體內試開，依印表機紙寬排版後，逐項比對版面文字與 F0401",
  "a rehearsal sale made in memory with the shop's own seller, key and next number, set for its printer's paper; each text on the slip compared with the F0401 XML of the same record",
);
const offDots = words(
  "將試開之證明聯繪成印表點陣，以非本系統之解碼器 (ZXing) 由點陣讀回，再與 F0401 比對",
  "the slip drawn in printer dots and read back by a decoder that is not ours (ZXing), then compared with the F0401 XML",
);
const mendPaper = words("請勿上線，並回報此檢測結果", "Do not issue with this till; report this result.");

/** 8(1)–(5) and 5: a text that must stand on the paper as the upload has it. */
export const periodOnSlip = onSlip((slip, { date }) => [
  pair(words("期別", "period"), stands(slip, labelOfDate(date)), labelOfDate(date)),
]);

export const numberOnSlip = onSlip((slip, { number }) => {
  const display = `${number.slice(0, 2)}-${number.slice(2)}`;
  return [
    pair(words("字軌號碼", "number"), stands(slip, display), display),
    pair(words("格式", "form"), String(/^[A-Z]{2}-\d{8}$/.test(display)), "true"),
  ];
});

export const randomCodeOnSlip = onSlip((slip, { randomCode }) => [
  pair(words("隨機碼", "random code"), after(slip, "隨機碼"), randomCode),
]);

export const sellerOnSlip = onSlip((slip, { seller }) => [pair(words("賣方統編", "seller"), after(slip, "賣方"), seller)]);

export const formatOnSlip = onSlip((slip, { buyer }) => [
  pair(words("格式代碼", "format"), find(slip, /^格式 /), buyer === consumerId ? "—" : "格式 25"),
]);

/** 8(9): everything a person reads on the slip. */
export const slipEqualsUpload = onSlip((slip, upload) => [
  pair(words("標題", "title"), find(slip, /^(測試)?電子發票證明聯/), "測試電子發票證明聯"),
  pair(words("期別", "period"), stands(slip, labelOfDate(upload.date)), labelOfDate(upload.date)),
  pair(words("字軌號碼", "number"), find(slip, /^[A-Z]{2}-\d{8}$/).replace("-", ""), upload.number),
  pair(words("日期時間", "date and time"), find(slip, /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/), `${upload.date} ${upload.time}`),
  pair(words("隨機碼", "random code"), after(slip, "隨機碼"), upload.randomCode),
  pair(words("總計", "total"), after(slip, "總計"), upload.total),
  pair(words("賣方", "seller"), after(slip, "賣方"), upload.seller),
  pair(words("買方", "buyer"), after(slip, "買方"), upload.buyer === consumerId ? "—" : upload.buyer),
]);

/** 8(6) */
export const barcodeEqualsUpload = offSlip(({ bars }, { date, number, randomCode }) => [
  pair(words("一維條碼", "bar code"), bars.join(" | ") || "—", periodOfDate(date) + number + randomCode),
]);

/** 8(7) */
export const qrEqualsUpload = offSlip((slip, upload) => {
  if (slip.squares.length !== 2) return [pair(words("二維條碼數", "QR codes read"), String(slip.squares.length), "2")];
  const codes = decoded(slip);
  return [
    pair(words("字軌號碼", "number"), codes.number, upload.number),
    pair(words("日期", "date"), codes.date, rocDateOf(upload.date)),
    pair(words("隨機碼", "random code"), codes.randomCode, upload.randomCode),
    pair(words("銷售額", "sales"), codes.sales, hex(upload.tax === "0" ? "0" : upload.sales)),
    pair(words("總計額", "total"), codes.total, hex(upload.total)),
    pair(words("買方", "buyer"), codes.buyer, upload.buyer === consumerId ? "00000000" : upload.buyer),
    pair(words("賣方", "seller"), codes.seller, upload.seller),
    pair(words("記載筆數", "recorded"), codes.recorded, String(codes.items.length / 3)),
    pair(words("總筆數", "lines"), codes.lines, String(upload.items.length)),
    pair(words("編碼", "encoding"), codes.encoding, "1"),
    pair(words("品目", "items"), codes.items.join(":"), itemsOf(upload, Number(codes.recorded))),
  ];
});

/** 8(8): made again with the key that lies in the home, and opened with it; so is the newest real invoice's. */
export const cipherIsRight: Check = (facts) => {
  const key = keyOf(facts.key);
  if (typeof key === "string") return unreadable(plain(key));
  const newest = newestPairs(facts, key);
  return overSlips(facts, offDots, (slip, { number, randomCode }) => {
    const { cipher } = decoded(slip);
    const opened = pair(words("解密", "opened"), readCipher(key, cipher) ?? "—", number + randomCode);
    return [
      pair(words("加密驗證資訊", "cipher"), cipher || "—", slip.bound ?? cipherOf(key, number, randomCode)),
      ...(slip.bound === null ? [opened] : []),
      ...newest,
    ];
  });
};

/** Where the key was changed after the shop had begun, older slips would be refused: the newest one tells. */
function newestPairs({ books: { newest, newestBound } }: SelfCheckFacts, key: QrKey): Pair[] {
  if (!newest || newestBound) return [];
  const { number, randomCode, codes } = newest;
  const cipher = decodePair(codes.qrLeft, codes.qrRight).cipher;
  // Its cipher is not shown: only whether this key made it.
  const made = readCipher(key, cipher) === number + randomCode ? "✓" : "✗";
  return [pair(words(`最近一張 ${number} 由本金鑰產生`, `newest invoice ${number} made with this key`), made, "✓")];
}

function keyOf(hex: string): QrKey | string {
  try {
    return qrKeyFromHex(hex);
  } catch {
    return `金鑰須為 32 位十六進位字元 / the QR key must be exactly 32 hexadecimal digits; it has ${hex.length} characters`;
  }
}

function onSlip(pairsOf: PairsOf): Check {
  return (facts) => overSlips(facts, onText, pairsOf);
}

function offSlip(pairsOf: PairsOf): Check {
  return (facts) => overSlips(facts, offDots, pairsOf);
}

function overSlips({ slips, slipFault }: SelfCheckFacts, how: Words, pairsOf: PairsOf): Verdict {
  if (slips.length === 0) return unreadable(plain(slipFault ?? "—"));
  const looked = slips.map((slip) => {
    const upload = uploadedIn(slip.xml);
    return { of: kindOf(upload), pairs: pairsOf(slip, upload) };
  });
  const wrong = looked.flatMap(({ of, pairs }) => differences(of, pairs));
  return judged(how, { seen: looked.map(({ of, pairs }) => values(of, pairs)), wrong, todo: mendPaper });
}

function unreadable(reason: Words): Verdict {
  return {
    mark: "failed",
    how: offDots,
    seen: [words(`無法試開證明聯：${reason.local}`, `No slip could be made: ${reason.english}`)],
    todo: words("排除上述原因後重新檢測", "Mend that, then run the check again."),
  };
}

function kindOf({ number, buyer }: Uploaded): string {
  return `${number} (${buyer === consumerId ? "B2C" : "B2B"})`;
}

function pair(name: Words, here: string, there: string): Pair {
  return { name, here, there };
}

/** The text where it stands on a line of its own. */
function stands({ texts }: ReadSlip, text: string): string {
  return texts.includes(text) ? text : "—";
}

/** The first text that looks so; what the shop calls itself stands above them all. */
function find({ texts }: ReadSlip, pattern: RegExp): string {
  return texts.find((text) => pattern.test(text)) ?? "—";
}

/** What follows a label and a blank. */
function after({ texts }: ReadSlip, label: string): string {
  return texts.find((text) => text.startsWith(`${label} `))?.slice(label.length + 1) ?? "—";
}

function decoded({ squares: [left = "", right = ""] }: ReadSlip): Decoded {
  return decodePair(left, right);
}

function hex(amount: string): string {
  return Number(amount).toString(16).padStart(8, "0");
}

function itemsOf({ items }: Uploaded, recorded: number): string {
  return items
    .slice(0, recorded)
    .map(({ name, quantity, unitPrice }) => `${name.replaceAll(":", "：")}:${quantity}:${unitPrice}`)
    .join(":");
}
