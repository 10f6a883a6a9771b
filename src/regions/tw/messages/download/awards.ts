import { type Element, every, first, messagesNamed, type Reading, readXml, textOf, unreadable } from "./read-xml.ts";

/** 中獎清冊: which of a seller's invoices won. What the one-letter codes mean is not known, so they stay as they came. */
export interface Awards {
  readonly headBan: string;
  readonly period: string;
  readonly listType: string;
  readonly records: string;
  /** NT$ */
  readonly prizeTotal: string;
  /** ROC dates, `1150406`; by their names the days a prize can be claimed. */
  readonly claimFrom: string;
  readonly claimUntil: string;
  readonly prizes: readonly Prize[];
}

export interface Prize {
  readonly number: string;
  /** `20260105`, and `14:05:22` or empty. */
  readonly date: string;
  readonly time: string;
  readonly randomCode: string;
  readonly sellerId: string;
  readonly buyerId: string;
  readonly total: string;
  readonly carrier: { readonly type: string; readonly typeName: string; readonly id: string; readonly hiddenId: string };
  readonly prizeType: string;
  /** NT$ */
  readonly prizeAmount: string;
  readonly depositMark: string;
  readonly redeemDataType: string;
  readonly dataSource: string;
  readonly printType: string;
}

/** Reads E0504 (schema 4.0; spec/taiwan.md 5.7). Elements that are missing come out as empty texts. */
export function readAwards(text: string): Reading<Awards> {
  const file = readXml(text);
  if (file.result === "unreadable") return file;
  const [root] = messagesNamed(file.content, "Award");
  if (!root) return unreadable("It is no list of awards.");
  const main = first(root, "Main");
  return {
    result: "read",
    content: {
      headBan: textOf(main, "HeadBan"),
      period: textOf(main, "YearMonth"),
      listType: textOf(main, "AwardListType"),
      records: textOf(main, "TotalRecordCnt"),
      prizeTotal: textOf(main, "TotalPrizeAmount"),
      claimFrom: textOf(main, "RecAwardBegin"),
      claimUntil: textOf(main, "RecAwardEnd"),
      prizes: every(root, "Details").flatMap((details) => every(details, "PrizeInvoice").map(prizeOf)),
    },
  };
}

function prizeOf(prize: Element): Prize {
  return {
    number: textOf(prize, "InvoiceNumber"),
    date: textOf(prize, "InvoiceDate"),
    time: textOf(prize, "InvoiceTime"),
    randomCode: textOf(prize, "RandomNumber"),
    sellerId: textOf(first(prize, "Seller"), "Identifier"),
    buyerId: textOf(prize, "BuyerId"),
    total: textOf(prize, "TotalAmount"),
    carrier: {
      type: textOf(prize, "CarrierType"),
      typeName: textOf(prize, "CarrierTypeName"),
      id: textOf(prize, "CarrierId1"),
      hiddenId: textOf(prize, "CarrierId2"),
    },
    prizeType: textOf(prize, "PrizeType"),
    prizeAmount: textOf(prize, "PrizeAmount"),
    depositMark: textOf(prize, "DepositMark"),
    redeemDataType: textOf(prize, "RedeemDataType"),
    dataSource: textOf(prize, "PrizeDataSource"),
    printType: textOf(prize, "PrintType"),
  };
}
