/** Han, kana, hangul and full-width signs take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;

type Row = readonly (string | number)[];

/** A table's lines: columns with a number in them stand to the right, all others to the left. */
export function tableOf(rows: readonly Row[]): string {
  const columns = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, column) => {
    const cells = rows.map((row) => row[column] ?? "");
    return { width: Math.max(...cells.map((cell) => widthOf(spelled(cell)))), right: cells.some(isNumber) };
  });
  return rows
    .map((row) => columns.map(({ width, right }, column) => padded(spelled(row[column] ?? ""), width, right)).join("  "))
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

function isNumber(cell: string | number): boolean {
  return typeof cell === "number";
}

function spelled(cell: string | number): string {
  return typeof cell === "number" ? cell.toLocaleString("en") : cell;
}

function padded(text: string, width: number, right: boolean): string {
  const gap = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? gap + text : text + gap;
}

function widthOf(text: string): number {
  return [...text].reduce((width, letter) => width + (wide.test(letter) ? 2 : 1), 0);
}
