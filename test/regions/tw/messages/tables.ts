/** The tables of MIG 4.1, copied from the ministry's guide by hand (spec/taiwan.md 5) and not from the writer. */
export type Row = readonly [element: string, presence: "M" | "O", type: string | Table];

/** Elements in their order; `most` for one that repeats. The schema is laxer about order, but every message of ours keeps it. */
export interface Table {
  readonly rows: readonly Row[];
  readonly most?: number;
}

const role: Table = {
  rows: [
    ["Identifier", "M", "str 8..10"],
    ["Name", "M", "str 1..60"],
    ["Address", "O", "str 0..100"],
    ["PersonInCharge", "O", "str 0..30"],
    ["TelephoneNumber", "O", "str 0..26"],
    ["FacsimileNumber", "O", "str 0..26"],
    ["EmailAddress", "O", "str 0..400"],
    ["CustomerNumber", "O", "str 0..20"],
    ["RoleRemark", "O", "str 0..40"],
  ],
};

const invoice: Table = {
  rows: [
    [
      "Main",
      "M",
      {
        rows: [
          ["InvoiceNumber", "M", "number"],
          ["InvoiceDate", "M", "date"],
          ["InvoiceTime", "M", "time"],
          ["Seller", "M", role],
          ["Buyer", "M", role],
          ["BuyerRemark", "O", "one of 1 2 3 4"],
          ["MainRemark", "O", "str 0..200"],
          ["CustomsClearanceMark", "O", "one of 1 2"],
          ["Category", "O", "str 0..2"],
          ["RelateNumber", "O", "str 0..20"],
          ["InvoiceType", "M", "one of 07 08"],
          ["GroupMark", "O", "one of *"],
          ["DonateMark", "M", "one of 0 1"],
          ["CarrierType", "O", "str 0..6"],
          ["CarrierId1", "O", "str 0..400"],
          ["CarrierId2", "O", "str 0..400"],
          ["PrintMark", "M", "one of Y N"],
          ["NPOBAN", "O", "str 0..10"],
          ["RandomNumber", "O", "random"],
          ["BondedAreaConfirm", "O", "one of 1 2 3 4"],
          ["ZeroTaxRateReason", "O", "one of 71 72 73 74 75 76 77 78 79"],
          ["Reserved1", "O", "str 0..20"],
          ["Reserved2", "O", "str 0..100"],
        ],
      },
    ],
    [
      "Details",
      "M",
      {
        rows: [
          [
            "ProductItem",
            "M",
            {
              most: 9999,
              rows: [
                ["Description", "M", "str 0..500"],
                ["Quantity", "M", "dec 20 7"],
                ["Unit", "O", "str 0..6"],
                ["UnitPrice", "M", "dec 20 7"],
                ["TaxType", "M", "one of 1 2 3 4 9"],
                ["Amount", "M", "dec 20 7"],
                ["SequenceNumber", "M", "str 0..4"],
                ["Remark", "O", "str 0..120"],
                ["RelateNumber", "O", "str 0..50"],
              ],
            },
          ],
        ],
      },
    ],
    [
      "Amount",
      "M",
      {
        rows: [
          ["SalesAmount", "M", "dec 20 7 from 0"],
          ["FreeTaxSalesAmount", "M", "dec 20 7 from 0"],
          ["ZeroTaxSalesAmount", "M", "dec 20 7 from 0"],
          ["TaxType", "M", "one of 1 2 3 4 9"],
          ["TaxRate", "M", "rate"],
          ["TaxAmount", "M", "dec 20 0 from 0"],
          ["TotalAmount", "M", "dec 20 7 from 0"],
          ["DiscountAmount", "O", "dec 20 7 from 0"],
          ["OriginalCurrencyAmount", "O", "dec 20 7 from 0"],
          ["ExchangeRate", "O", "dec 13 5 from 0"],
          ["Currency", "O", "str 3..3"],
        ],
      },
    ],
  ],
};

const cancelInvoice: Table = {
  rows: [
    ["CancelInvoiceNumber", "M", "number"],
    ["InvoiceDate", "M", "date"],
    ["BuyerId", "M", "str 0..10"],
    ["SellerId", "M", "str 0..10"],
    ["CancelDate", "M", "date"],
    ["CancelTime", "M", "time"],
    ["CancelReason", "M", "collapsed 1..20"],
    ["ReturnTaxDocumentNumber", "O", "str 0..60"],
    ["Remark", "O", "collapsed 0..200"],
    ["Reserved1", "O", "str 0..20"],
    ["Reserved2", "O", "str 0..100"],
  ],
};

const voidInvoice: Table = {
  rows: [
    ["VoidInvoiceNumber", "M", "number"],
    ["InvoiceDate", "M", "date"],
    ["BuyerId", "M", "str 0..10"],
    ["SellerId", "M", "str 0..10"],
    ["VoidDate", "M", "date"],
    ["VoidTime", "M", "time"],
    ["VoidReason", "M", "collapsed 1..20"],
    ["Remark", "O", "collapsed 0..200"],
    ["Reserved1", "O", "str 0..20"],
    ["Reserved2", "O", "str 0..100"],
  ],
};

const allowance: Table = {
  rows: [
    [
      "Main",
      "M",
      {
        rows: [
          ["AllowanceNumber", "M", "str 1..16"],
          ["AllowanceDate", "M", "date"],
          ["Seller", "M", role],
          ["Buyer", "M", role],
          ["AllowanceType", "M", "one of 2"],
          ["OriginalInvoiceSellerId", "O", "str 0..10"],
          ["OriginalInvoiceBuyerId", "O", "str 0..10"],
        ],
      },
    ],
    [
      "Details",
      "M",
      {
        rows: [
          [
            "ProductItem",
            "M",
            {
              most: 9999,
              rows: [
                ["OriginalInvoiceDate", "M", "date"],
                ["OriginalInvoiceNumber", "M", "number"],
                ["OriginalSequenceNumber", "O", "str 0..4"],
                ["OriginalDescription", "M", "str 0..500"],
                ["Quantity", "M", "dec 20 7"],
                ["Unit", "O", "str 0..6"],
                ["UnitPrice", "M", "dec 20 7"],
                ["Amount", "M", "dec 20 7"],
                ["Tax", "M", "dec 20 0"],
                ["AllowanceSequenceNumber", "M", "str 1..4"],
                ["TaxType", "M", "one of 1 2 3 4 9"],
              ],
            },
          ],
        ],
      },
    ],
    [
      "Amount",
      "M",
      {
        rows: [
          ["TaxAmount", "M", "dec 20 0 from 0"],
          ["TotalAmount", "M", "dec 20 7 from 0"],
        ],
      },
    ],
  ],
};

const cancelAllowance: Table = {
  rows: [
    ["CancelAllowanceNumber", "M", "str 1..16"],
    ["AllowanceType", "M", "one of 1 2"],
    ["AllowanceDate", "M", "date"],
    ["BuyerId", "M", "str 0..10"],
    ["SellerId", "M", "str 0..10"],
    ["CancelDate", "M", "date"],
    ["CancelTime", "M", "time"],
    ["CancelReason", "M", "collapsed 1..20"],
    ["Remark", "O", "collapsed 0..200"],
  ],
};

const track: readonly Row[] = [
  ["HeadBan", "M", "str 0..10"],
  ["BranchBan", "M", "str 0..10"],
  ["InvoiceType", "M", "one of 07 08"],
  ["YearMonth", "M", "period"],
  ["InvoiceTrack", "M", "letters"],
];

const span: readonly Row[] = [
  ["InvoiceBeginNo", "M", "eight digits"],
  ["InvoiceEndNo", "M", "eight digits"],
];

const branchTrack: Table = {
  rows: [
    ["Main", "M", { rows: [...track, ...span] }],
    [
      "Details",
      "M",
      { rows: [["BranchTrackItem", "M", { most: 25_000, rows: [...span, ["InvoiceBooklet", "M", "dec 10 0 from 0"]] }]] },
    ],
  ],
};

const branchTrackBlank: Table = {
  rows: [
    ["Main", "M", { rows: track }],
    ["Details", "M", { rows: [["BranchTrackBlankItem", "M", { most: 10_000, rows: span }]] }],
  ],
};

/** Each message's root and table, by the ministry's name. */
export const tables: Readonly<Record<string, { readonly root: string; readonly table: Table }>> = {
  F0401: { root: "Invoice", table: invoice },
  F0501: { root: "CancelInvoice", table: cancelInvoice },
  F0701: { root: "VoidInvoice", table: voidInvoice },
  G0401: { root: "Allowance", table: allowance },
  G0501: { root: "CancelAllowance", table: cancelAllowance },
  E0401: { root: "BranchTrack", table: branchTrack },
  E0402: { root: "BranchTrackBlank", table: branchTrackBlank },
};
