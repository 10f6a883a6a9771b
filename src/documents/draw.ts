import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { drawSheet } from "./drawing/draw-sheet.ts";
import { readSheet } from "./sheet-lines.ts";

/**
 * The child's entry: `node draw.js FONT`, a sheet in over stdin, a PDF out over stdout. What goes wrong is told by its places in the code
 * alone, because messages may quote the document, and whoever reads the log need not know who bought what.
 */
try {
  const { head, rows } = await readSheet(createInterface({ input: process.stdin }));
  const doc = drawSheet(head, rows, process.argv[2]!);
  doc.end();
  await pipeline(doc, process.stdout);
} catch (error) {
  const places = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
  process.stderr.write(`${error instanceof Error ? error.name : "error"}\n${places.slice(0, 5).join("\n")}\n`);
  process.exitCode = 1;
}
