import { describe, expect, test } from "vitest";
import type { Bitmap } from "../../src/receipt/bitmap.ts";
import { flip, isBlack } from "../../src/receipt/bitmap.ts";
import { cut, escposBytes } from "../../src/receipt/escpos.ts";
import { layOut, type Paper } from "../../src/receipt/layout.ts";
import { nativeBytes } from "../../src/receipt/native/native-slip.ts";
import { render } from "../../src/receipt/render.ts";
import { aPrinter } from "../rehearsal/bench.ts";
import { Chance } from "../simulator/chance.ts";
import { faces } from "./faces.ts";
import { codes, papers, sampleSlip } from "./sample-slip.ts";
import { scan } from "./scanner.ts";

/** The heads on which a QR code's modules are four dots wide. */
const wide = { "384 dots": papers["384 dots"], "576 dots": papers["576 dots"] } as const;

async function printed(bytes: Uint8Array, { widthDots }: Paper): Promise<Bitmap> {
  const printer = aPrinter({ widthDots });
  void printer.send(bytes);
  await printer.clock.wind(600_000);
  return printer.pieces[0]!;
}

/** The sample slip as a virtual printer puts it on paper. */
async function slips(paper: Paper): Promise<readonly [string, Bitmap][]> {
  const drawn = escposBytes(render(layOut(sampleSlip(), paper, faces), faces));
  const dialect = { encoding: "hybrid", letters: "cp950", nativeCodes: false } as const;
  const hybrid = Buffer.concat([await nativeBytes(sampleSlip(), { paper, faces, dialect }), cut]);
  return [
    ["raster", await printed(drawn, paper)],
    ["hybrid", await printed(hybrid, paper)],
  ];
}

/** Every black dot stays white with this probability, as dust and worn paper make it. */
function speckled(slip: Bitmap, probability: number, seed: number): Bitmap {
  const chance = new Chance(seed);
  const copy = { ...slip, bits: slip.bits.slice() };
  for (let y = 0; y < slip.heightDots; y++)
    for (let x = 0; x < slip.widthDots; x++) if (isBlack(slip, x, y) && chance.happens(probability)) flip(copy, x, y);
  return copy;
}

/** A heating element that is burnt out prints nothing in its column. */
function withDeadColumn(slip: Bitmap, x: number): Bitmap {
  const copy = { ...slip, bits: slip.bits.slice() };
  for (let y = 0; y < slip.heightDots; y++) if (isBlack(copy, x, y)) flip(copy, x, y);
  return copy;
}

describe.each(Object.entries(wide))("on a worn head of %s, with modules of four dots", (_name, paper) => {
  test("two dots of a hundred missing leave all three codes readable", async () => {
    for (const [encoding, slip] of await slips(paper))
      for (let seed = 1; seed <= 4; seed++) {
        const read = await scan(speckled(slip, 0.02, seed), { spotWide: 1, spotHigh: 3 });
        expect([read.bars, read.squares], `${encoding}, seed ${seed}`).toEqual([[codes.bar], [codes.left, codes.right]]);
      }
  }, 20_000);

  test("two dots of a hundred missing and a dead column leave both QR codes readable", async () => {
    for (const [encoding, slip] of await slips(paper))
      for (let seed = 1; seed <= 4; seed++) {
        const column = new Chance(seed).between(0, paper.widthDots - 1);
        const read = await scan(withDeadColumn(speckled(slip, 0.02, seed), column), { spotWide: 3, spotHigh: 3 });
        expect(read.squares, `${encoding}, seed ${seed}, column ${column}`).toEqual([codes.left, codes.right]);
      }
  }, 20_000);
});

test("the dots of a slip in raster come out of the printer exactly as they were drawn", async () => {
  for (const paper of Object.values(papers)) {
    const { bitmap } = render(layOut(sampleSlip(), paper, faces), faces);
    const piece = await printed(escposBytes({ bitmap, codes: [] }), paper);
    expect(Buffer.from(piece.bits).subarray(0, bitmap.bits.length).equals(Buffer.from(bitmap.bits))).toBe(true);
  }
});
