/** `-1234567.5` → `-1,234,567.5`: three and three, for pages that are read, not typed in. */
export function figures(value: string | number): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
