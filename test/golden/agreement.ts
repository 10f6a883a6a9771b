import { createCipheriv } from "node:crypto";
import Big from "big.js";
import type { AllowanceRecord, InvoiceRecord, UndoRecord } from "../../src/invoice/record.ts";
import { type Tree, treeOf } from "../regions/tw/messages/xml-tree.ts";
import type { ReadPaper } from "./slip-text.ts";

export interface Told {
  /** F0401, as it is uploaded. */
  readonly xml: string;
  readonly record: InvoiceRecord;
  readonly papers: readonly ReadPaper[];
  /** 32 hexadecimal digits. */
  readonly qrKey: string;
}

/**
 * Everything in which paper, codes and record do not say what the upload says (promise 9). The upload is the yardstick: what the
 * others must hold is worked out from it anew, after the ministry's texts (spec/taiwan.md 3.4, 4, 6) and by none of the product's code.
 */
export function disagreements({ xml, record, papers, qrKey }: Told): string[] {
  const upload = uploadOf(xml);
  const proof = papers.find(({ file }) => file.startsWith("proof"));
  const details = papers.find(({ file }) => file.startsWith("details"));
  return [
    ...compare("record", recordSays(record), uploadSays(upload)),
    ...wrongSums(upload),
    ...(combinationsOf(upload) === 1 ? [] : ["not exactly one row of spec 3.4 holds"]),
    ...((proof !== undefined) === (upload.PrintMark === "Y") ? [] : [`PrintMark ${upload.PrintMark} and proof ${proof?.file}`]),
    ...(proof ? compare("proof", linesToCodes(proof), proofLines(upload)) : []),
    ...(proof ? wrongCodes(proof, upload, qrKey) : []),
    ...(details ? missingDetails(details, upload, record) : []),
  ];
}

/** What an undoing's message and paper must say, by its record, and do not. */
export function undoingLacks(record: UndoRecord | AllowanceRecord, xml: string, paper: ReadPaper | undefined): string[] {
  const allowed = "allowedAt" in record;
  const at = allowed ? record.allowedAt : record.undoneAt;
  const { number, issuedAt } = allowed ? record.invoice : record;
  const { seller, buyer, reason } = record;
  const date = (moment: string) => moment.slice(0, 10).replaceAll("-", "");
  const figures = allowed ? [record.allowanceNumber, record.amount, String(record.tax)] : [];
  const uploaded = [number, date(issuedAt), date(at), seller.businessId, buyer?.businessId ?? "0000000000", ...figures];
  const acted = allowed ? [] : [at.slice(11, 19), reason];
  const second = (moment: string) => moment.slice(0, 19).replace("T", " ");
  const printed = [
    `${number.slice(0, 2)}-${number.slice(2)}`,
    second(issuedAt),
    second(at),
    seller.businessId,
    reason,
    ...figures,
  ];
  const text = paper?.lines.join("\n") ?? "";
  return [
    ...[...uploaded, ...acted].filter((value) => !xml.includes(`>${value}<`)).map((value) => `the message lacks ${value}`),
    ...printed.filter((value) => !text.includes(value)).map((value) => `the paper lacks ${value}`),
  ];
}

type Fields = Readonly<Partial<Record<string, string>>>;

interface Upload extends Fields {
  readonly InvoiceNumber: string;
  readonly InvoiceDate: string;
  readonly InvoiceTime: string;
  readonly RandomNumber: string;
  readonly SalesAmount: string;
  readonly FreeTaxSalesAmount: string;
  readonly ZeroTaxSalesAmount: string;
  readonly TaxAmount: string;
  readonly TotalAmount: string;
}

const itemsOf = new WeakMap<Upload, readonly Fields[]>();

/** Every text of an F0401 by its element's name, those of seller and buyer with it in front: `Buyer.Name`. */
function uploadOf(xml: string): Upload {
  const [main, details, amount] = treeOf(xml).children;
  const roles = main!.children.filter(({ children }) => children.length > 0);
  const upload = {
    ...leaves(main!),
    ...Object.assign({}, ...roles.map((role) => leaves(role, `${role.name}.`))),
    ...leaves(amount!),
  } as Upload;
  itemsOf.set(
    upload,
    details!.children.map((item) => leaves(item)),
  );
  return upload;
}

function leaves({ children }: Tree, prefix = ""): Fields {
  const plain = children.filter((child) => child.children.length === 0);
  return Object.fromEntries(plain.map(({ name, text }) => [prefix + name, text]));
}

function compare(where: string, said: unknown, expected: unknown): string[] {
  const [one, other] = [JSON.stringify(said), JSON.stringify(expected)];
  return one === other ? [] : [`${where} says ${one}, the upload ${other}`];
}

function isCompany(upload: Upload): boolean {
  return upload["Buyer.Identifier"] !== "0000000000";
}

/** How many of the six rows of spec 3.4 hold. */
function combinationsOf(upload: Upload): number {
  const { DonateMark, PrintMark, CarrierType, CarrierId1, CarrierId2, NPOBAN } = upload;
  const carried = [CarrierType, CarrierId1, CarrierId2].filter((text) => text !== undefined && text !== "").length;
  const carrier = carried === 0 ? "none" : carried < 3 ? "half" : CarrierType === "3J0002" ? "mobile" : "other";
  const here = [isCompany(upload), DonateMark, PrintMark, carrier, NPOBAN === undefined ? "" : "code"].join(" ");
  const rows = [
    "false 0 Y none ",
    "false 0 N mobile ",
    "false 0 N other ",
    "false 1 N none code",
    "true 0 Y none ",
    "true 0 N mobile ",
    "true 0 Y mobile ",
  ];
  return rows.filter((row) => row === here).length;
}

const taxTypes: Fields = { taxable: "1", zero: "2", exempt: "3", special: "4", mixed: "9" };

function recordSays(record: InvoiceRecord) {
  const { buyer, carrier, seller } = record;
  const amounts = [record.sales, record.exempt, record.zeroRated, record.tax, record.total].map(String);
  return [
    [record.number, record.issuedAt.slice(0, 19), record.period, record.randomCode, record.invoiceType, record.request.id],
    [seller.businessId, seller.name, seller.address],
    [buyer?.businessId ?? "0000000000", buyer?.name ?? null, buyer?.address ?? null, record.buyerRemark ?? null],
    [carrier?.type ?? null, carrier?.id ?? null, carrier?.hiddenId ?? carrier?.id ?? null, record.donation],
    [record.onPaper ? "Y" : "N", record.export ? (record.export.customs ? "2" : "1") : null, record.export?.reason ?? null],
    [taxTypes[record.taxType], record.taxRate, ...amounts],
    record.lines.map((line, index) => [
      [String(index + 1).padStart(4, "0"), line.name, line.quantity, line.unit ?? null, taxTypes[line.taxType]],
      [line.untaxed?.unitPrice ?? line.unitPrice, line.untaxed?.amount ?? String(line.amount), line.remark ?? null],
    ]),
  ];
}

function uploadSays(upload: Upload) {
  const texts = (fields: Fields, ...names: readonly string[]) => names.map((name) => fields[name] ?? null);
  const issued = `${dashed(upload.InvoiceDate)}T${upload.InvoiceTime}`;
  // A company without a name is called by its number, a consumer by whatever the client takes: neither is in the record.
  const name = [upload["Buyer.Identifier"], "消費者"].includes(upload["Buyer.Name"]) ? null : upload["Buyer.Name"];
  return [
    [upload.InvoiceNumber, issued, periodOf(upload), ...texts(upload, "RandomNumber", "InvoiceType", "RelateNumber")],
    texts(upload, "Seller.Identifier", "Seller.Name", "Seller.Address"),
    [upload["Buyer.Identifier"], name, ...texts(upload, "Buyer.Address", "BuyerRemark")],
    texts(upload, "CarrierType", "CarrierId1", "CarrierId2", "NPOBAN"),
    texts(upload, "PrintMark", "CustomsClearanceMark", "ZeroTaxRateReason"),
    texts(upload, "TaxType", "TaxRate", "SalesAmount", "FreeTaxSalesAmount", "ZeroTaxSalesAmount", "TaxAmount", "TotalAmount"),
    itemsOf
      .get(upload)!
      .map((item) => [
        texts(item, "SequenceNumber", "Description", "Quantity", "Unit", "TaxType"),
        texts(item, "UnitPrice", "Amount", "Remark"),
      ]),
  ];
}

/** Spec 4.1 and 4.2: the parts make the total, the lines make the parts, and a company's tax is five in a hundred. */
function wrongSums(upload: Upload): string[] {
  const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total.plus(amount), new Big(0));
  const untaxed = sum([upload.SalesAmount, upload.FreeTaxSalesAmount, upload.ZeroTaxSalesAmount]);
  const taxed = isCompany(upload) && upload.TaxType === "1";
  const onTop = new Big(upload.SalesAmount).times("0.05").round(0, Big.roundHalfUp);
  const taken = new Big(upload.TotalAmount).minus(new Big(upload.TotalAmount).div("1.05").round(0, Big.roundHalfUp));
  const lawful = taxed ? [onTop, taken] : [new Big(0)];
  return [
    ...(untaxed.plus(upload.TaxAmount).eq(upload.TotalAmount) ? [] : ["the parts do not make the total"]),
    ...(sum(itemsOf.get(upload)!.map(({ Amount }) => Amount!)).eq(untaxed) ? [] : ["the lines do not make the parts"]),
    ...(lawful.some((tax) => tax.eq(upload.TaxAmount)) ? [] : [`the tax is ${upload.TaxAmount}`]),
  ];
}

/** What stands between the shop's mark and the end of the codes, each code by its kind. */
function linesToCodes({ lines }: ReadPaper): string[] {
  return lines.slice(1, lines.findLastIndex((line) => line.startsWith("[")) + 1).map((line) => /^\[\S+/.exec(line)?.[0] ?? line);
}

/** Lines 2 to 9 of spec 6.4: these in this order, and no others among them. */
function proofLines(upload: Upload): string[] {
  const [year, month] = [Number(upload.InvoiceDate.slice(0, 4)), Number(upload.InvoiceDate.slice(4, 6))];
  const odd = month - 1 + (month % 2);
  const two = (number: number) => String(number).padStart(2, "0");
  const company = (text: string) => (isCompany(upload) ? `　${text}` : "");
  return [
    "測試電子發票證明聯",
    `${year - 1911}年${two(odd)}-${two(odd + 1)}月`,
    `${upload.InvoiceNumber.slice(0, 2)}-${upload.InvoiceNumber.slice(2)}`,
    `${dashed(upload.InvoiceDate)} ${upload.InvoiceTime}${company("格式 25")}`,
    `隨機碼 ${upload.RandomNumber}　總計 ${upload.TotalAmount}`,
    `賣方 ${upload["Seller.Identifier"]}${company(`買方 ${upload["Buyer.Identifier"]}`)}`,
    "[Code",
    "[QR",
    "[QR",
  ];
}

/** Spec 6.1 to 6.3 on what was scanned. */
function wrongCodes({ scan: { bars, squares, versions } }: ReadPaper, upload: Upload, qrKey: string): string[] {
  const { InvoiceNumber, InvoiceDate, RandomNumber, TaxAmount, SalesAmount, TotalAmount } = upload;
  const hex = (amount: string) => Number(amount).toString(16).padStart(8, "0");
  const head = [
    InvoiceNumber + (Number(InvoiceDate.slice(0, 4)) - 1911) + InvoiceDate.slice(4) + RandomNumber,
    hex(TaxAmount === "0" ? "0" : SalesAmount) + hex(TotalAmount),
    (isCompany(upload) ? upload["Buyer.Identifier"] : "00000000") + upload["Seller.Identifier"]!,
    cipherOf(qrKey, InvoiceNumber + RandomNumber),
  ].join("");
  const [left = "", right = ""] = squares;
  const [area, recorded, all, encoding, ...texts] = (left.slice(78) + right.slice(2)).split(":");
  const items = itemsOf.get(upload)!.slice(0, Number(recorded));
  const expected = items.flatMap((item) => [item.Description!.replaceAll(":", "："), item.Quantity, item.UnitPrice]);
  return [
    ...compare("bar code", bars, [periodOf(upload) + InvoiceNumber + RandomNumber]),
    ...compare("left code", [left.slice(0, 77), left[77]], [head, ":"]),
    ...compare("codes", [right.slice(0, 2), area, all, encoding], ["**", "**********", String(itemsOf.get(upload)!.length), "1"]),
    ...compare("codes' items", texts, expected),
    ...(versions[0] === versions[1] ? [] : ["the codes are not of one size"]),
  ];
}

function cipherOf(qrKey: string, text: string): string {
  const vector = Buffer.from("0edf25c93a28d7b5ff5e45da42f8a1b8", "hex");
  const cipher = createCipheriv("aes-128-cbc", Buffer.from(qrKey, "hex"), vector);
  return Buffer.concat([cipher.update(text, "ascii"), cipher.final()]).toString("base64");
}

/** The details show amounts as the customer saw them, which the record holds beside the upload's. */
function missingDetails({ lines, layout: { lacking } }: ReadPaper, upload: Upload, record: InvoiceRecord): string[] {
  const number = `${upload.InvoiceNumber.slice(0, 2)}-${upload.InvoiceNumber.slice(2)}`;
  const shown = (text: string) => lacking.reduce((left, sign) => left.replaceAll(sign, "〓"), text).replace(/\s/g, "");
  const parts = [`銷售額(應稅)${upload.SalesAmount}`, `零稅率${upload.ZeroTaxSalesAmount}`, `免稅${upload.FreeTaxSalesAmount}`];
  const wanted = [
    upload.DonateMark === "1" ? `${number.slice(0, -3)}***` : number,
    `${dashed(upload.InvoiceDate)} ${upload.InvoiceTime}`,
    `賣方 ${upload["Seller.Identifier"]}`,
    ...(isCompany(upload) ? [`買方 ${upload["Buyer.Identifier"]}`, record.buyer?.name ?? ""] : []),
    ...record.lines.flatMap((line) => [
      line.name,
      `${line.quantity} ${line.unit ?? ""} × ${line.unitPrice} ${line.amount}`,
      line.remark ?? "",
    ]),
    ...(isCompany(upload) ? [...parts, `稅額${upload.TaxAmount}`] : []),
    `共 ${record.lines.length} 項　總計 ${upload.TotalAmount}`,
  ];
  const text = lines.join("").replace(/\s/g, "");
  let at = 0;
  return wanted.map(shown).filter((part) => {
    const found = text.indexOf(part, at);
    if (found >= 0) at = found + part.length;
    return found < 0;
  });
}

/** Its period as five digits: the year of the Republic and the even month. */
function periodOf({ InvoiceDate }: Upload): string {
  const month = Number(InvoiceDate.slice(4, 6));
  return `${Number(InvoiceDate.slice(0, 4)) - 1911}${String(month + (month % 2)).padStart(2, "0")}`;
}

function dashed(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}
