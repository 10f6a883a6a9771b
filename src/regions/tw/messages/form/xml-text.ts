/** Whether XML can carry a text unchanged. */
export function isXmlText(text: string): boolean {
  return text.search(forbidden) < 0;
}

/**
 * A parser would turn a carriage return into a line feed, so it goes as a reference. What XML cannot carry is refused before a
 * number is used; should it be in a record all the same, U+FFFD stands in its place, since the upload must not stop for it.
 */
export function escaped(text: string): string {
  return text
    .replace(forbidden, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#xD;");
}

/** XML 1.0 has no way at all to carry these, not even as a reference: controls, halves of surrogate pairs, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to find.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
