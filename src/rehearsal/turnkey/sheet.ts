import { createHash } from "node:crypto";

/** A message as a stranger reads it: by its own eyes, with no table of anybody's. */
export interface Sheet {
  /** `F0401`, of its namespace. */
  readonly message: string;
  /** What the platform files it under: its number, or for a track file branch, track and type. */
  readonly reference: string;
  /** The invoice it speaks of; for an invoice its own number. */
  readonly invoice: string;
  readonly seller: string;
  readonly buyer: string;
  /** The date it is filed under, `20260105`. */
  readonly date: string;
  /** Of the whole text. */
  readonly digest: string;
}

/** Reads a message; null where it is no XML, no message, or says not what it must. */
export function sheetOf(text: string): Sheet | null {
  const message = /<\w+[^>]*\sxmlns="urn:GEINV:eInvoiceMessage:([A-Z]\d{4}):4\.1"/.exec(text)?.[1];
  if (message === undefined || !isBalanced(text)) return null;
  const said = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]?.trim() ?? "";
  const inRole = (role: string) => new RegExp(`<${role}>\\s*<Identifier>([^<]*)<`).exec(text)?.[1] ?? said(`${role}Id`);
  const sheet = {
    message,
    seller: inRole("Seller") || said("HeadBan"),
    buyer: inRole("Buyer"),
    digest: createHash("sha256").update(text).digest("hex"),
    ...filedUnder(message, said),
  };
  return sheet.reference === "" || !/^\d{8}$/.test(sheet.seller) ? null : sheet;
}

function filedUnder(message: string, said: (name: string) => string): Pick<Sheet, "reference" | "invoice" | "date"> {
  const number = said("InvoiceNumber");
  switch (message) {
    case "F0401":
      return { reference: number, invoice: number, date: said("InvoiceDate") };
    case "F0501":
      return { reference: said("CancelInvoiceNumber"), invoice: said("CancelInvoiceNumber"), date: said("CancelDate") };
    case "F0701":
      return { reference: said("VoidInvoiceNumber"), invoice: said("VoidInvoiceNumber"), date: said("VoidDate") };
    case "G0401":
      return { reference: said("AllowanceNumber"), invoice: said("OriginalInvoiceNumber"), date: said("AllowanceDate") };
    case "G0501":
      return { reference: said("CancelAllowanceNumber"), invoice: "", date: said("CancelDate") };
    default:
      return { reference: said("BranchBan") + said("InvoiceTrack") + said("InvoiceType"), invoice: "", date: "" };
  }
}

/** Every element that begins ends, in order: half a file does not pass. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [, closing, name, empty] of text.matchAll(/<(\/?)([A-Za-z]\w*)[^<>]*?(\/?)>/g)) {
    if (empty === "/") continue;
    if (closing === "") open.push(name!);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}
