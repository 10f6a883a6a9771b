/** Han, kana, hangul and full-width signs take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u;

/** A table's lines, words to the left and numbers to the right. A row that is only text is a heading. */
export function tableOf(rows: readonly (string | readonly (string | number)[])[]): string {
  const cells = rows.filter((row) => typeof row !== "string");
  const widths = Array.from({ length: Math.max(0, ...cells.map((row) => row.length)) }, (_, column) =>
    Math.max(...cells.map((row) => widthOf(String(row[column] ?? "")))),
  );
  return rows
    .map((row) =>
      typeof row === "string" ? row : `  ${row.map((cell, column) => padded(cell, widths[column]!)).join("  ")}`.trimEnd(),
    )
    .join("\n");
}

function padded(cell: string | number, width: number): string {
  const text = typeof cell === "number" ? cell.toLocaleString("en") : cell;
  const gap = " ".repeat(Math.max(0, width - widthOf(text)));
  return typeof cell === "number" ? gap + text : text + gap;
}

function widthOf(text: string): number {
  return [...text].reduce((width, letter) => width + (wide.test(letter) ? 2 : 1), 0);
}
