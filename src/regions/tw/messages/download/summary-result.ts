import { type Element, every, first, messagesNamed, type Reading, readXml, textOf, unreadable } from "./read-xml.ts";

/** What the platform says it got, good and bad. */
export interface SummaryResult {
  readonly messages: readonly SummaryMessage[];
}

export interface SummaryMessage {
  /** As it came; `messageIdOf` takes it apart. */
  readonly messageId: string;
  readonly messageType: string;
  readonly total: Tally;
  readonly good: Tally;
  /** Why these failed only the ProcessResult or Turnkey's event log knows. */
  readonly failed: Tally;
}

export interface Tally {
  /** What the platform counted; null where it gave no number. It may well differ from how many are named. */
  readonly count: number | null;
  readonly documents: readonly SummaryDocument[];
}

export interface SummaryDocument {
  /** The number of an invoice or an allowance. */
  readonly number: string;
  /** `20260105` */
  readonly date: string;
}

/**
 * Reads a SummaryResult file in both its shapes: the schema's, and the one that arrives, which has `ResultType` for `Result`
 * and a `ResultDetailType` in between (spec/taiwan.md 5.8, 7.4).
 */
export function readSummaryResult(text: string): Reading<SummaryResult> {
  const file = readXml(text);
  if (file.result === "unreadable") return file;
  const [root] = messagesNamed(file.content, "SummaryResult");
  if (!root) return unreadable("It is no SummaryResult.");
  const messages = every(root, "DetailList").flatMap((list) => every(list, "Message"));
  if (messages.length === 0) return unreadable("It sums up no message.");
  return { result: "read", content: { messages: messages.map(messageOf) } };
}

function messageOf(message: Element): SummaryMessage {
  const info = first(message, "Info");
  const result = either(message, "ResultType", "Result");
  return {
    messageId: textOf(info, "Id"),
    messageType: textOf(info, "MessageType"),
    total: tallyOf(first(result, "Total")),
    good: tallyOf(first(result, "Good")),
    failed: tallyOf(first(result, "Failed")),
  };
}

function tallyOf(element: Element): Tally {
  const tally = element.ResultDetailType ? first(element, "ResultDetailType") : element;
  const lists = every(tally, "Invoices");
  // `Invocie` is how the schema spells it.
  const documents = lists.flatMap((list) => [...every(list, "Invoice"), ...every(list, "Invocie")]);
  return { count: countOf(textOf(tally, "Count")), documents: documents.map(documentOf) };
}

/** The schema has a date with dashes, what arrives has none. */
function documentOf(element: Element): SummaryDocument {
  return {
    number: textOf(element, "ReferenceNumber"),
    date: textOf(element, "InvoiceDate").replaceAll("-", "").slice(0, 8),
  };
}

function countOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function either(element: Element, one: string, other: string): Element {
  return element[one] ? first(element, one) : first(element, other);
}
