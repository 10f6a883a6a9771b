/** What customers call the ways to pay that software names in English. */
const words: Readonly<Record<string, string>> = {
  cash: "現金",
  card: "信用卡",
  "credit-card": "信用卡",
  "debit-card": "金融卡",
  mobile: "行動支付",
  transfer: "轉帳",
  cheque: "支票",
  voucher: "禮券",
  points: "點數",
  other: "其他",
};

/** A way to pay as papers name it; what has no word here stands as it was sent. */
export function paymentWord(method: string): string {
  const key = method.toLowerCase().replaceAll("_", "-");
  return Object.hasOwn(words, key) ? words[key]! : method;
}
