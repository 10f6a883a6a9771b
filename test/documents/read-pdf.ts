import { inflateSync } from "node:zlib";

/** What a reader that was written for this test alone finds in a PDF: an independent, if simple, judge. */
export interface ReadPdf {
  /** The lines of every page, top to bottom; texts that stand on one line are parted by " | ". */
  readonly pages: readonly (readonly string[])[];
  readonly info: Readonly<Record<string, string>>;
  readonly fonts: readonly { readonly name: string; readonly embeddedBytes: number }[];
  /** How many rectangles each page fills. */
  readonly rectangles: readonly number[];
  /** Everything unpacked, to look for what must not be there. */
  readonly whole: string;
}

interface Part {
  readonly head: string;
  readonly stream: Buffer | null;
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const parts = partsOf(Buffer.from(bytes));
  const part = (id: string | undefined) => parts.get(id ?? "") ?? { head: "", stream: null };
  const all = [...parts.values()];
  const root = all.find(({ head }) => head.includes("/Type /Pages"))!;
  const pageParts = [.../\/Kids \[([^\]]*)\]/.exec(root.head)![1]!.matchAll(/(\d+) 0 R/g)].map(([, id]) => part(id));
  const letters = lettersOf(
    part(referenceIn(all.find(({ head }) => head.includes("/Subtype /Type0"))!.head, "ToUnicode")).stream!,
  );
  const contents = pageParts.map(({ head }) => part(referenceIn(head, "Contents")).stream!.toString("latin1"));
  const descriptors = all.filter(({ head }) => head.includes("/Type /FontDescriptor"));
  return {
    pages: contents.map((content) => linesOf(content, letters)),
    info: infoOf(all.find(({ head }) => head.includes("/CreationDate"))!.head, part),
    fonts: descriptors.map(({ head }) => ({
      name: /\/FontName \/(\S+)/.exec(head)![1]!,
      embeddedBytes: part(referenceIn(head, "FontFile2")).stream?.length ?? 0,
    })),
    rectangles: contents.map((content) => content.match(/ re\n/g)?.length ?? 0),
    whole: all.map(({ head, stream }) => head + (stream?.toString("latin1") ?? "")).join("\n"),
  };
}

function partsOf(bytes: Buffer): Map<string, Part> {
  const text = bytes.toString("latin1");
  const parts = new Map<string, Part>();
  for (const { 1: id, index } of text.matchAll(/^(\d+) 0 obj\n/gm)) {
    const start = index + `${id} 0 obj\n`.length;
    const body = text.slice(start, text.indexOf("\nendobj", start));
    const at = body.indexOf("\nstream\n");
    const head = at < 0 ? body : body.slice(0, at);
    const data = bytes.subarray(start + at + 8, start + at + 8 + Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0));
    parts.set(id!, { head, stream: at < 0 ? null : head.includes("/FlateDecode") ? inflateSync(data) : data });
  }
  return parts;
}

function referenceIn(head: string, name: string): string | undefined {
  return new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1];
}

/** The map of glyphs to letters, without which no text could be selected. */
function lettersOf(map: Buffer): (glyph: string) => string {
  const letters = new Map<number, string>();
  for (const [, first, list] of map.toString("latin1").matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
    for (const [index, [, code]] of [...list!.matchAll(/<([0-9a-f ]*)>/g)].entries())
      letters.set(Number.parseInt(first!, 16) + index, utf16(code!));
  return (glyph) => letters.get(Number.parseInt(glyph, 16)) ?? "?";
}

function utf16(hex: string): string {
  return Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le");
}

/** Texts by their height on the page, from left to right; a turned one, such as a watermark, is a line of its own at the end. */
function linesOf(content: string, letter: (glyph: string) => string): string[] {
  const texts: { x: number; y: number; text: string }[] = [];
  const across: string[] = [];
  /** Whether the page was turned, at each level of saved states. */
  const turned = [false];
  let place = { x: 0, y: 0 };
  for (const line of content.split("\n")) {
    if (line === "q") turned.push(turned.at(-1)!);
    else if (line === "Q") turned.pop();
    else if (line.endsWith(" cm") && !line.startsWith("1 0 0 ")) turned[turned.length - 1] = true;
    else if (line.endsWith(" Tm")) place = { x: Number(line.split(" ")[4]), y: Number(line.split(" ")[5]) };
    else if (line.endsWith(" TJ")) {
      const glyphs = [...line.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, run]) => run!.match(/.{4}/g) ?? []);
      const text = glyphs.map(letter).join("");
      if (turned.at(-1)) across.push(text);
      else texts.push({ ...place, text });
    }
  }
  const heights = [...new Set(texts.map(({ y }) => y))].sort((one, other) => other - one);
  const lines = heights.map((height) => texts.filter(({ y }) => y === height).sort((one, other) => one.x - other.x));
  return [...lines.map((line) => line.map(({ text }) => text).join(" | ")), ...across.map((text) => `(across) ${text}`)];
}

function infoOf(head: string, part: (id: string | undefined) => Part): Record<string, string> {
  const entries = [...head.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name, id]) => [name!, textOf(part(id).head)] as const);
  return Object.fromEntries(entries);
}

function textOf(literal: string): string {
  const plain = literal.slice(1, -1).replaceAll(/\\(.)/gs, (_, sign: string) => escapes[sign] ?? sign);
  const bytes = Buffer.from(plain, "latin1");
  return bytes[0] === 0xfe ? bytes.subarray(2).swap16().toString("utf16le") : bytes.toString("latin1");
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
