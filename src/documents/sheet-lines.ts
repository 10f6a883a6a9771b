import type { Sheet } from "../regions/sheet.ts";

/** All of a sheet but its rows. */
export type SheetHead = Omit<Sheet, "rows">;

/** A sheet on its way to the child: a line of JSON for the head, one for each row, made while they are asked for, and `null` at the end. */
export function* sheetLines({ rows, ...head }: Sheet): Generator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
  yield "null\n";
}

/** Reads what `sheetLines` wrote. A sheet that breaks off is refused, lest half a document look like a whole one. */
export async function readSheet(
  lines: AsyncIterable<string>,
): Promise<{ head: SheetHead; rows: readonly (readonly string[])[] }> {
  let head: SheetHead | undefined;
  const rows: string[][] = [];
  for await (const line of lines) {
    const part = JSON.parse(line);
    if (head && part === null) return { head, rows };
    if (head) rows.push(part);
    else head = part;
  }
  throw new Error("the sheet broke off");
}
