/** Numbers the platform grants, as E0501 (spec/taiwan.md 5.6). */
export interface GrantedNumbers {
  readonly seller: string;
  /** ROC year and even month, `11512`. */
  readonly period: string;
  readonly invoiceType: string;
  readonly track: string;
  readonly first: number;
  readonly last: number;
}

export interface Win {
  readonly number: string;
  /** `20260105` */
  readonly date: string;
  readonly randomCode: string;
  readonly total: number;
  readonly prizeType: string;
  readonly prizeAmount: number;
}

export interface WonPrizes {
  readonly seller: string;
  readonly period: string;
  readonly wins: readonly Win[];
}

export function grantFile({ seller, period, invoiceType, track, first, last }: GrantedNumbers): string {
  const fields = {
    Ban: seller,
    InvoiceType: invoiceType,
    YearMonth: period,
    InvoiceTrack: track,
    InvoiceBeginNo: String(first).padStart(8, "0"),
    InvoiceEndNo: String(last).padStart(8, "0"),
    InvoiceBooklet: String((last - first + 1) / 50),
  };
  return enveloped("E0501", `<InvoiceAssignNo xmlns="urn:GEINV:E0501:4.0">${elements(fields)}</InvoiceAssignNo>`);
}

export function awardFile({ seller, period, wins }: WonPrizes): string {
  const total = wins.reduce((sum, { prizeAmount }) => sum + prizeAmount, 0);
  const main = elements({
    HeadBan: seller,
    YearMonth: period,
    AwardListType: "1",
    TotalRecordCnt: String(wins.length),
    TotalPrizeAmount: String(total),
    RecAwardBegin: "1160206",
    RecAwardEnd: "1160505",
  });
  const prizes = wins.map((win) => `<PrizeInvoice>${prize(win, seller)}</PrizeInvoice>`).join("\n");
  const root = 'Award xmlns="urn:GEINV:eInvoiceMessage:E0504:4.0"';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}><Main>${main}</Main><Details>${prizes}</Details></Award>\n`;
}

function prize({ number, date, randomCode, total, prizeType, prizeAmount }: Win, seller: string): string {
  return [
    elements({ InvTrack: number.slice(0, 2), InvoiceNumber: number, InvoiceDate: date, InvoiceTime: "12:00:00" }),
    `<Seller><Identifier>${seller}</Identifier></Seller>`,
    elements({ BuyerId: "0000000000", TotalAmount: String(total), RandomNumber: randomCode }),
    elements({ PrizeType: prizeType, PrizeAmount: String(prizeAmount), DepositMark: "N", RedeemDataType: "0" }),
    elements({ PrizeDataSource: "1", PrintType: "1" }),
  ].join("");
}

function enveloped(message: string, inside: string): string {
  const route = "<From><PartyId>0000</PartyId></From><FromVAC><RoutingId/></FromVAC><To/><ToVAC/>";
  const pack = `<InvoicePack messageType="${message}" count="1" version="4.0">${inside}</InvoicePack>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<InvoiceEnvelope xmlns="urn:GEINV:InvoiceEnvelope:4.1">${route}${pack}</InvoiceEnvelope>\n`;
}

function elements(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join("");
}
