import type { Fault } from "../../../base/problem.ts";
import type { Grant, RangeFileRead } from "../../numbers.ts";
import { eightDigits } from "./number-span.ts";
import { periodFromText } from "./period.ts";

/** Numbers are granted in booklets (本) of this many (spec/taiwan.md 2.1). */
export const bookletSize = 50;

/** A grant in the words of its file. */
export interface GrantRow {
  readonly row: number;
  readonly cells: GrantCells;
}

interface GrantCells {
  readonly businessId: string;
  readonly invoiceType: string;
  readonly period: string;
  readonly track: string;
  readonly first: string;
  readonly last: string;
}

export type GrantColumn = keyof GrantCells;

/** Reads rows of text: all of them, or none and every fault. `names` are the file's own, for the faults. */
export function readGrants(rows: readonly GrantRow[], names: Readonly<Record<GrantColumn, string>>): RangeFileRead {
  if (rows.length === 0)
    return { result: "refused", faults: [{ path: "file", code: "no-rows", message: "The file grants no numbers." }] };
  const faults = rows.flatMap(({ row, cells }) =>
    cellFaults(cells).map(({ column, ...fault }) => ({ path: `row ${row}, ${names[column]}`, ...fault })),
  );
  return faults.length > 0 ? { result: "refused", faults } : { result: "read", grants: rows.map(grantOf), slots: [] };
}

type CellFault = Omit<Fault, "path"> & { readonly column: GrantColumn };

function cellFaults(cells: GrantCells): CellFault[] {
  const faults = shapeFaults(cells);
  if (periodFromText(cells.period) === null)
    faults.push({ column: "period", code: "period", message: `"${cells.period}" is no odd month and the even one after it.` });
  const isNumbered = !faults.some(({ code }) => code === "number");
  return isNumbered ? [...faults, ...bookletFaults(cells)] : faults;
}

/** Spreadsheets drop leading zeros, so a saved copy of the file is not the file. */
const number = { pattern: /^\d{8}$/, code: "number", looks: "eight digits; import the file as downloaded" };

const shapes = {
  businessId: { pattern: /^\d{8}$/, code: "business-id", looks: "a 統一編號 of eight digits" },
  invoiceType: { pattern: /^0?[78]$/, code: "invoice-type", looks: "07 or 08" },
  track: { pattern: /^[A-Z]{2}$/, code: "track", looks: "two capital letters" },
  first: number,
  last: number,
} as const;

function shapeFaults(cells: GrantCells): CellFault[] {
  return (["businessId", "invoiceType", "track", "first", "last"] as const)
    .filter((column) => !shapes[column].pattern.test(cells[column]))
    .map((column) => ({
      column,
      code: shapes[column].code,
      message: `"${cells[column]}" is not ${shapes[column].looks}.`,
    }));
}

function bookletFaults(cells: GrantCells): CellFault[] {
  const first = Number(cells.first);
  const last = Number(cells.last);
  const faults: CellFault[] = [];
  if (first % bookletSize !== 0)
    faults.push({
      column: "first",
      code: "booklet",
      message: `A booklet begins with 00 or 50, not as ${eightDigits(first)} does.`,
    });
  if (last % bookletSize !== bookletSize - 1)
    faults.push({ column: "last", code: "booklet", message: `A booklet ends in 49 or 99, not as ${eightDigits(last)} does.` });
  if (last < first)
    faults.push({ column: "last", code: "booklet", message: `${eightDigits(last)} comes before ${eightDigits(first)}.` });
  return faults;
}

/** For a row without faults. */
function grantOf({ row, cells }: GrantRow): Grant {
  return {
    row,
    businessId: cells.businessId,
    invoiceType: cells.invoiceType.padStart(2, "0"),
    period: periodFromText(cells.period)!,
    track: cells.track,
    first: Number(cells.first),
    last: Number(cells.last),
  };
}
