import { type Row, type Table, tables } from "./tables.ts";
import { type Tree, treeOf } from "./xml-tree.ts";

/** Everything in a file that the ministry's tables do not allow; nothing here comes from the writer. */
export function check(message: string, xml: string): string[] {
  const { root, table } = tables[message]!;
  const tree = treeOf(xml);
  const complaints = checkElement(tree, table, root);
  if (tree.name !== root) complaints.push(`the root is ${tree.name}`);
  if (tree.namespace !== `urn:GEINV:eInvoiceMessage:${message}:4.1`) complaints.push(`the namespace is ${tree.namespace}`);
  return complaints;
}

function checkElement(tree: Tree, table: Table, path: string): string[] {
  const names = table.rows.map(([name]) => name);
  const complaints: string[] = [];
  let reached = 0;
  for (const child of tree.children) {
    const place = names.indexOf(child.name);
    if (place < 0) complaints.push(`${path}/${child.name} is unknown`);
    else if (place < reached) complaints.push(`${path}/${child.name} is out of order`);
    reached = Math.max(reached, place);
  }
  return [...complaints, ...table.rows.flatMap((row) => checkRow(tree, row, path))];
}

function checkRow(tree: Tree, [name, presence, type]: Row, path: string): string[] {
  const found = tree.children.filter((child) => child.name === name);
  const here = `${path}/${name}`;
  if (found.length === 0) return presence === "M" ? [`${here} is missing`] : [];
  const most = typeof type === "string" ? 1 : (type.most ?? 1);
  const tooMany = found.length > most ? [`${here} comes ${found.length} times`] : [];
  return [
    ...tooMany,
    ...found.flatMap((child) => (typeof type === "string" ? checkText(child, type, here) : checkElement(child, type, here))),
  ];
}

function checkText({ text, children }: Tree, type: string, path: string): string[] {
  return children.length === 0 && isOfType(text, type) ? [] : [`${path} is "${text}", not ${type}`];
}

function isOfType(text: string, type: string): boolean {
  const [kind, ...rest] = type.split(" ");
  switch (kind) {
    case "str":
      return isWithin(Array.from(text).length, rest[0]!);
    case "collapsed":
      return isWithin(Array.from(text.trim().replace(/\s+/g, " ")).length, rest[0]!);
    case "one":
      return rest.slice(1).includes(text);
    case "dec":
      return isDecimal(text, Number(rest[0]), Number(rest[1])) && (rest[2] !== "from" || Number(text) >= 0);
    case "rate":
      return isDecimal(text, 5, 4) && [0, 0.01, 0.02, 0.05, 0.15, 0.25].includes(Number(text));
    default:
      return expressions[type]!.test(text);
  }
}

const expressions: Readonly<Record<string, RegExp>> = {
  number: /^[A-Z][A-Z][0-9]{8}$/,
  date: /^20[0-9]{2}(0[1-9]|1[012])([012][0-9]|3[01])$/,
  time: /^[012][0-9]:[0-5][0-9]:[0-5][0-9]$/,
  random: /^([0-9]{4}|)$/,
  period: /^1[0-9]{2}(02|04|06|08|10|12)$/,
  letters: /^[A-Z][A-Z]$/,
  "eight digits": /^[0-9]{8}$/,
};

function isWithin(length: number, range: string): boolean {
  const [least, most] = range.split("..").map(Number);
  return length >= least! && length <= most!;
}

/** Digits are counted as the schema does: without sign, point and leading zeros. */
function isDecimal(text: string, digits: number, fraction: number): boolean {
  const parts = /^-?0*([0-9]*)(?:\.([0-9]+))?$/.exec(text);
  if (!parts || !/[0-9]/.test(text)) return false;
  const [, whole = "", behind = ""] = parts;
  const significant = behind.replace(/0+$/, "");
  return significant.length <= fraction && whole.length + significant.length <= digits;
}
