import type {
  AllowanceCancelRecord,
  AllowanceRecord,
  InvoiceLine,
  InvoiceRecord,
  UndoRecord,
} from "../../../../src/invoice/record.ts";

export const seller = { businessId: "04595257", name: "測試商店有限公司", address: "臺北市中正區測試路1號" };
export const company = { businessId: "10458575" };
export const mobile = { type: "3J0002", id: "/ABC1234" };

/** 2026-01-05 15:00:00 in Taipei: just after everything these records tell of. */
export const now = Date.parse("2026-01-05T15:00:00+08:00") / 1000;

/** A consumer's invoice on paper, the one of the samples. */
export function anInvoice(differently: Partial<InvoiceRecord> = {}): InvoiceRecord {
  return {
    format: 1,
    region: "tw",
    environment: "live",
    number: "AB11223344",
    period: "11502",
    revision: 1,
    invoiceType: "07",
    randomCode: "9999",
    issuedAt: "2026-01-05T14:05:22+08:00",
    seller,
    buyer: null,
    carrier: null,
    donation: null,
    export: null,
    onPaper: true,
    pricesIncludeTax: true,
    lines: [aLine({ unit: "組" }), aLine({ name: "口罩", unitPrice: "210", amount: 210 })],
    taxType: "taxable",
    taxRate: "0.05",
    sales: 315,
    zeroRated: 0,
    exempt: 0,
    tax: 0,
    total: 315,
    currency: "TWD",
    payments: [],
    codes: { barcode: "", qrLeft: "", qrRight: "" },
    request: { client: "pos", id: "POS01-000123" },
    ...differently,
  };
}

export function aLine(differently: Partial<InvoiceLine> = {}): InvoiceLine {
  return { name: "乾電池", quantity: "1", unitPrice: "105", amount: 105, taxType: "taxable", ...differently };
}

/** The same goods sold to a company. */
export function aCompanysInvoice(differently: Partial<InvoiceRecord> = {}): InvoiceRecord {
  return anInvoice({
    buyer: company,
    lines: [
      aLine({ unit: "組", untaxed: { unitPrice: "100", amount: "100" } }),
      aLine({ name: "口罩", unitPrice: "210", amount: 210, untaxed: { unitPrice: "200", amount: "200" } }),
    ],
    sales: 300,
    tax: 15,
    ...differently,
  });
}

/** A consumer's sale that left the country. */
export function anExport(differently: Partial<InvoiceRecord> = {}): InvoiceRecord {
  return anInvoice({
    lines: [aLine({ taxType: "zero" })],
    taxType: "zero",
    taxRate: "0",
    sales: 0,
    zeroRated: 105,
    total: 105,
    export: { customs: true, reason: "71" },
    ...differently,
  });
}

export function anUndo(differently: Partial<UndoRecord> = {}): UndoRecord {
  return {
    format: 1,
    act: "cancel",
    number: "AB11223344",
    period: "11502",
    revision: 1,
    issuedAt: "2026-01-05T14:05:22+08:00",
    undoneAt: "2026-01-05T15:00:00+08:00",
    seller,
    buyer: null,
    reason: "退貨",
    ...differently,
  };
}

export function anAllowance(differently: Partial<AllowanceRecord> = {}): AllowanceRecord {
  return {
    format: 1,
    allowanceNumber: "AB1122334401",
    invoice: { number: "AB11223344", period: "11502", issuedAt: "2026-01-05T14:05:22+08:00" },
    allowedAt: "2026-01-10T11:00:00+08:00",
    seller,
    buyer: null,
    lines: [
      {
        line: 1,
        name: "乾電池",
        quantity: "1",
        unit: "組",
        unitPrice: "100",
        amount: "100",
        tax: 5,
        taxType: "taxable",
        given: 105,
      },
    ],
    tax: 5,
    amount: "100",
    total: 105,
    reason: "退貨",
    ...differently,
  };
}

export function anAllowanceCancel(differently: Partial<AllowanceCancelRecord> = {}): AllowanceCancelRecord {
  return {
    format: 1,
    allowanceNumber: "AB1122334401",
    allowedAt: "2026-01-05T11:00:00+08:00",
    cancelledAt: "2026-01-05T12:00:00+08:00",
    seller,
    buyer: company,
    reason: "誤開",
    ...differently,
  };
}

export const aBranchTrack = {
  headBan: "04595257",
  branchBan: "10458575",
  invoiceType: "07",
  period: "11502",
  track: "AB",
  granted: { first: 11_223_300, last: 11_223_399 },
  given: [{ first: 11_223_300, last: 11_223_349 }],
};

export const someUnusedNumbers = {
  headBan: "04595257",
  branchBan: "04595257",
  invoiceType: "07",
  period: "11502",
  track: "AB",
  unused: [{ first: 11_223_345, last: 11_223_399 }],
};
