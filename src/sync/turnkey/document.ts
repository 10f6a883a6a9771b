/** What Turnkey and the platform know a message by. */
export interface Document {
  /** The number of the invoice or allowance; for a track file the platform's key of it (spec/taiwan.md 5.3, 5.5). */
  readonly reference: string;
  /** The number of the invoice it is about; empty where it names none. */
  readonly invoice: string;
  /** Every date in it, `20260105`: results name one of them. */
  readonly dates: ReadonlySet<string>;
}

/** Read from the message itself, which is the only thing both sides have. */
export function documentOf(message: string, xml: string): Document {
  const dates = new Set([...xml.matchAll(/<\w*Date>(\d{8})</g)].map(([, date]) => date!));
  if (message.startsWith("E04"))
    return {
      reference: ["BranchBan", "InvoiceTrack", "InvoiceType"].map((name) => textIn(xml, name)).join(""),
      invoice: "",
      dates,
    };
  const invoice = textIn(xml, "(?:Cancel|Void|Original)?InvoiceNumber");
  return { reference: textIn(xml, "(?:Cancel|Void)?(?:Invoice|Allowance)Number"), invoice, dates };
}

function textIn(xml: string, name: string): string {
  return new RegExp(`<${name}>([A-Za-z0-9]+)<`).exec(xml)?.[1] ?? "";
}
