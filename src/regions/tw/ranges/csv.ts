import iconv from "iconv-lite";
import type { Fault } from "../../../base/problem.ts";

export interface CsvRecord {
  /** The line it starts on, counted from 1 as an editor does. */
  readonly row: number;
  readonly cells: readonly string[];
}

export type CsvRead =
  | { readonly result: "read"; readonly records: readonly CsvRecord[] }
  | { readonly result: "refused"; readonly faults: readonly Fault[] };

/** Splits a CSV file of any encoding the platform has used into records; blank lines are left out, cells are trimmed. */
export function readCsv(bytes: Uint8Array): CsvRead {
  const text = decoded(bytes);
  if (text === null) return refused("file", "encoding", "The file is neither UTF-8 nor Big5 (cp950). Import it as downloaded.");
  const { records, brokenAt } = split(text);
  if (brokenAt !== null) return refused(`row ${brokenAt}`, "quotes", "A quotation mark in this row has no partner.");
  return { result: "read", records: records.filter(({ cells }) => cells.some((cell) => cell !== "")) };
}

function refused(path: string, code: string, message: string): CsvRead {
  return { result: "refused", faults: [{ path, code, message }] };
}

/** Chinese text in Big5 is never valid UTF-8 by chance, so what is not UTF-8 is taken for Big5 (spec/taiwan.md 2.3). */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const text = iconv.decode(Buffer.from(bytes), "cp950");
    return text.includes("\ufffd") ? null : text;
  }
}

/** One cell, quoted or bare, and what ends it. */
const cellPattern = /(?:[ \t]*"([^"]*(?:""[^"]*)*)"[ \t]*|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

function split(text: string): { readonly records: CsvRecord[]; readonly brokenAt: number | null } {
  const cellAt = new RegExp(cellPattern);
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let row = 1;
  let line = 1;
  while (cellAt.lastIndex < text.length || cells.length > 0) {
    const match = cellAt.exec(text);
    if (!match) return { records, brokenAt: line };
    const [whole, quoted, bare, ending] = match;
    cells.push((quoted?.replaceAll('""', '"') ?? bare!).trim());
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (ending === ",") continue;
    records.push({ row, cells });
    cells = [];
    row = line;
  }
  return { records, brokenAt: null };
}
