import type { Fault } from "../../../base/problem.ts";
import type { RangeFileRead } from "../../numbers.ts";
import { type CsvRecord, readCsv } from "./csv.ts";
import { type GrantColumn, type GrantRow, readGrants } from "./grant-rows.ts";

/**
 * Names met in headers, the platform's own first (spec/taiwan.md 2.3), then those of other systems and of E0501.
 * 發票類別 is not among them: in the platform's file it is the type in words, beside the code.
 */
const columnNames: Readonly<Record<GrantColumn, readonly string[]>> = {
  businessId: ["營業人統編", "營業人統一編號", "統一編號", "統編", "Ban"],
  invoiceType: ["發票類別代號", "類別代號", "InvoiceType"],
  period: ["發票期別", "期別", "年期別", "yearMonth", "InvoiceYearMonth"],
  track: ["發票字軌名稱", "字軌", "字軌號碼", "track", "InvoiceTrack"],
  first: ["發票起號", "起號", "InvoiceBeginNo"],
  last: ["發票迄號", "發票訖號", "迄號", "訖號", "InvoiceEndNo"],
};

const columns = Object.keys(columnNames) as GrantColumn[];

/** Reads the platform's `invnoapply*.csv` as downloaded: every row, or none and every fault with its row and column. */
export function readTrackCsv(bytes: Uint8Array): RangeFileRead {
  const csv = readCsv(bytes);
  if (csv.result === "refused") return csv;
  const [header, ...records] = csv.records;
  if (!header) return { result: "refused", faults: [{ path: "file", code: "no-rows", message: "The file is empty." }] };

  const places = placesIn(header);
  const faults = [...headerFaults(header, places), ...records.flatMap((record) => widthFaults(record, header))];
  if (faults.length > 0) return { result: "refused", faults };
  return readGrants(
    records.map((record) => grantRow(record, places)),
    byColumn((column) => header.cells[places[column][0]!]!),
  );
}

/** Where each column stands in the header: once, if all is well. */
type Places = Readonly<Record<GrantColumn, readonly number[]>>;

function placesIn(header: CsvRecord): Places {
  const found = header.cells.map((cell) => cell.toLowerCase());
  return byColumn((column) => {
    const names = columnNames[column].map((name) => name.toLowerCase());
    return found.flatMap((name, place) => (names.includes(name) ? [place] : []));
  });
}

function headerFaults({ row, cells }: CsvRecord, places: Places): Fault[] {
  return columns
    .filter((column) => places[column].length !== 1)
    .map((column) => {
      const [name, ...others] = columnNames[column];
      const found = places[column].map((place) => cells[place]);
      return found.length === 0
        ? {
            path: `row ${row}, ${name}`,
            code: "column-missing",
            message: `No column is called ${name} (or ${others.join(", ")}).`,
          }
        : { path: `row ${row}, ${name}`, code: "column-twice", message: `${found.join(" and ")} mean the same column.` };
    });
}

/** A row of another width than the header may have its cells shifted, so none of them is believed; blanks at its end are harmless. */
function widthFaults({ row, cells }: CsvRecord, header: CsvRecord): Fault[] {
  const width = header.cells.length;
  if (cells.length >= width && cells.slice(width).every((cell) => cell === "")) return [];
  return [{ path: `row ${row}`, code: "columns", message: `The row has ${cells.length} cells, the header ${width}.` }];
}

function grantRow({ row, cells }: CsvRecord, places: Places): GrantRow {
  return { row, cells: byColumn((column) => cells[places[column][0]!]!) };
}

function byColumn<T>(pick: (column: GrantColumn) => T): Record<GrantColumn, T> {
  return Object.fromEntries(columns.map((column) => [column, pick(column)])) as Record<GrantColumn, T>;
}
