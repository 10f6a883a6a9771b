import type { Fault } from "../../../../base/problem.ts";
import { type Element, messagesNamed, type Reading, readXml, textOf, unreadable } from "./read-xml.ts";

/** Numbers the platform grants to a seller, both ends included. */
export interface AssignedRange {
  readonly businessId: string;
  readonly invoiceType: string;
  readonly period: string;
  readonly track: string;
  readonly first: number;
  readonly last: number;
  /** Of fifty numbers each. */
  readonly booklets: number;
}

export interface AssignedNumbers {
  readonly ranges: readonly AssignedRange[];
  /** Why the others were not taken; `path` counts as in the file, from 0. */
  readonly faults: readonly Fault[];
}

/** Reads E0501 營業人電子發票配號檔 (schema 4.0; spec/taiwan.md 5.6), which comes in the platform's envelope. */
export function readAssignedNumbers(text: string): Reading<AssignedNumbers> {
  const file = readXml(text);
  if (file.result === "unreadable") return file;
  const rows = messagesNamed(file.content, "InvoiceAssignNo");
  if (rows.length === 0) return unreadable("It assigns no numbers.");
  const faults = rows.flatMap(rowFaults);
  const good = rows.filter((row, index) => rowFaults(row, index).length === 0);
  return { result: "read", content: { ranges: good.map(rangeOf), faults } };
}

const patterns: Readonly<Record<string, { readonly expression: RegExp; readonly says: string }>> = {
  Ban: { expression: /^\d{8}$/, says: "eight digits" },
  InvoiceType: { expression: /^0[78]$/, says: "07 or 08" },
  YearMonth: { expression: /^\d{3}(0[2468]|1[02])$/, says: "a ROC year and an even month" },
  InvoiceTrack: { expression: /^[A-Z]{2}$/, says: "two capital letters" },
  InvoiceBeginNo: { expression: /^\d{6}(00|50)$/, says: "the first number of a booklet" },
  InvoiceEndNo: { expression: /^\d{6}(49|99)$/, says: "the last number of a booklet" },
  InvoiceBooklet: { expression: /^\d{1,7}$/, says: "a number of booklets" },
};

/** A granted range is whole booklets, and its three figures agree (spec/taiwan.md 2.1). */
function rowFaults(row: Element, index: number): Fault[] {
  const path = `InvoiceAssignNo[${index}]`;
  const faults = Object.entries(patterns).flatMap(([name, { expression, says }]) =>
    expression.test(textOf(row, name))
      ? []
      : [{ path: `${path}.${name}`, code: "range-unreadable", message: `${textOf(row, name) || "Nothing"} is not ${says}.` }],
  );
  if (faults.length > 0) return faults;
  const { first, last, booklets } = rangeOf(row);
  if (last - first + 1 === booklets * 50) return [];
  return [{ path, code: "range-booklets", message: `${first} to ${last} is not ${booklets} booklets of fifty.` }];
}

function rangeOf(row: Element): AssignedRange {
  return {
    businessId: textOf(row, "Ban"),
    invoiceType: textOf(row, "InvoiceType"),
    period: textOf(row, "YearMonth"),
    track: textOf(row, "InvoiceTrack"),
    first: Number(textOf(row, "InvoiceBeginNo")),
    last: Number(textOf(row, "InvoiceEndNo")),
    booklets: Number(textOf(row, "InvoiceBooklet")),
  };
}
