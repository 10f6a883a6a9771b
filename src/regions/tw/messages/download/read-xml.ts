import { XMLParser } from "fast-xml-parser";

/** What came of a file from outside: its content, or why it cannot be understood. The raw file is kept by whoever found it. */
export type Reading<T> =
  | { readonly result: "read"; readonly content: T }
  | { readonly result: "unreadable"; readonly reason: string };

/** An element by its children's names without prefix; each name may come more than once, and a leaf is its text. */
export interface Element {
  readonly [name: string]: readonly (Element | string)[] | undefined;
}

/** The longest lawful file, 9999 awards, stays below this; reading as much holds the process for about a second. */
const longestText = 8_000_000;

/**
 * Reads the XML of a stranger. The platform changes namespaces at will, so only local names count, and elements nobody asks
 * for are passed over (spec/taiwan.md 7.4). A document type, which is where entities are declared, is refused unread.
 */
export function readXml(text: string): Reading<Element> {
  if (text.length > longestText) return unreadable(`It is longer than ${longestText} characters.`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return unreadable("It declares a document type, which no message of the ministry does.");
  try {
    return { result: "read", content: parserOf().parse(text, true) as Element };
  } catch (error) {
    return unreadable(`It is no XML: ${(error as Error).message}`);
  }
}

export function unreadable(reason: string): { readonly result: "unreadable"; readonly reason: string } {
  return { result: "unreadable", reason };
}

/** The messages of a name in a file: by themselves or in the platform's envelope. */
export function messagesNamed(file: Element, name: string): readonly Element[] {
  const packs = every(file, "InvoiceEnvelope").flatMap((envelope) => every(envelope, "InvoicePack"));
  return [file, ...packs].flatMap((place) => every(place, name));
}

/** The first child of a name; without one, an element in which nothing is found. */
export function first(element: Element, name: string): Element {
  return every(element, name)[0] ?? {};
}

/** All children of a name. An empty one counts: it is there, with nothing in it. */
export function every(element: Element, name: string): readonly Element[] {
  return (element[name] ?? []).map((child) => (typeof child === "string" ? {} : child));
}

/** The text of the first child of a name, trimmed; empty where there is none. */
export function textOf(element: Element, name: string): string {
  const child = element[name]?.[0];
  return typeof child === "string" ? child.trim() : "";
}

/** Texts stay texts: `00000` is a code and not a zero. `htmlEntities` is what makes the parser read `&#x4E00;` too. */
function parserOf(): XMLParser {
  return new XMLParser({
    ignoreAttributes: true,
    removeNSPrefix: true,
    parseTagValue: false,
    htmlEntities: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    isArray: () => true,
  });
}
