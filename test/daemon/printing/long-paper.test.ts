import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { loadFaces } from "../../../src/cli/installation.ts";
import { SlipPaper } from "../../../src/daemon/printing/slip-paper.ts";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";

const paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };
const faces = loadFaces();
const mostLines = 9_999;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** The details slip of a sale with so many lines. */
async function detailsOf(till: TestTill, count: number) {
  const lines = Array.from({ length: count }, (_, index) => ({ name: `零件 ${index + 1}`, quantity: 1, unitPrice: 3 }));
  const sold = (await (await till.post("/v1/sales", aSale({ lines, details: "always" }))).json()).slips;
  return till.home.ledger.slips.find(Number(sold.find(({ document }) => document === "details")!.id))!;
}

test("9,999 lines print in pieces, of which no more than a few are ever held at once", async () => {
  await using till = await aTill();
  const job = new SlipPaper(till.till.shop, faces).job(await detailsOf(till, mostLines), paper);
  const pieces: WeakRef<Uint8Array>[] = [];
  let [bytes, longest, mostHeld] = [0, 0, 0];
  for (const piece of job.pieces) {
    bytes += piece.length;
    longest = Math.max(longest, piece.length);
    pieces.push(new WeakRef(piece));
    if (pieces.length % 50 !== 0) continue;
    await setImmediate(); // what was looked at in this turn is kept until its end
    collectGarbage();
    mostHeld = Math.max(mostHeld, pieces.filter((piece) => piece.deref() !== undefined).length);
  }
  expect(pieces.length).toBeGreaterThan(300);
  expect(bytes).toBeGreaterThan(10_000_000);
  expect(longest).toBeLessThan(150_000);
  expect(mostHeld).toBeLessThan(20);
  expect(job.paperMm).toBeGreaterThan(mostLines * 5);
}, 60_000);

test("the pieces of a short slip are its dots and a cut", async () => {
  await using till = await aTill();
  const pieces = [...new SlipPaper(till.till.shop, faces).job(await detailsOf(till, 2), paper).pieces];
  expect(pieces).toHaveLength(2);
  expect([...pieces[1]!]).toEqual([0x1d, 0x56, 0x42, 0x00]);
});
