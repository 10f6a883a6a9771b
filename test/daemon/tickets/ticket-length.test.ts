import fc from "fast-check";
import { expect, test } from "vitest";
import { makeTicket } from "../../../src/daemon/http/make-ticket.ts";
import { mostOf, ticketBody } from "../../../src/daemon/http/schema/ticket.ts";
import { pngPicture } from "../../../src/receipt/ticket/png-picture.ts";
import { faces } from "../../receipt/faces.ts";
import { whitePng } from "../../receipt/ticket/a-png.ts";

const paper = { widthDots: 384, columnDots: 384, dotsPerMm: 8 };
const dialect = { encoding: "raster", letters: null, nativeCodes: false } as const;
const picture = (height: number, width = 384) => ({ type: "image", png: whitePng(width, height).toString("base64") });

interface Refused {
  readonly code: string;
  readonly detail: { readonly faults: readonly { readonly path: string; readonly message: string }[] };
}

/** A ticket made, or why not, and how many of its pictures were unpacked for it. */
async function tried(blocks: object[], copies = 1) {
  let unpacked = 0;
  const unpack: typeof pngPicture = (...packed) => {
    unpacked++;
    return pngPicture(...packed);
  };
  const made = makeTicket(ticketBody.parse({ blocks, copies }), { paper, dialect, rings: true }, { faces, unpack });
  const [paperMm, refused] = await made.then(
    (ticket) => [ticket.paperMm, null] as const,
    (error: Refused) => [0, error] as const,
  );
  return { refused, unpacked, paperMm };
}

test("a ticket too long is refused at the block with which it gets so, before a picture of it is unpacked", async () => {
  const tall = Array.from({ length: 5 }, () => picture(2000));
  const { refused, unpacked } = await tried(tall, 3);
  expect(unpacked).toBe(0);
  expect(refused?.detail.faults).toMatchObject([{ path: "blocks[3]", message: expect.stringContaining("at most 3000 mm") }]);
  expect(await tried(tall.slice(0, 4), 2)).toMatchObject({ refused: null, unpacked: 4 });
});

test("each cut takes the paper from the head to the cutter, in every copy, and the last one where the POS sent none", async () => {
  const [feed, cut] = [{ type: "feed", lines: 8 }, { type: "cut" }]; // 30 mm
  expect((await tried([feed])).paperMm).toBe(45);
  expect((await tried([feed, cut])).paperMm).toBe(45);
  expect((await tried([feed, cut, feed, { type: "beep" }], 2)).paperMm).toBe(180);
  expect((await tried([cut, cut, { type: "drawer" }], 5)).paperMm).toBe(150);
  expect((await tried([{ type: "drawer" }], 5)).paperMm).toBe(0);
});

test("three metres are reached by cuts as by print, and the way to the cutter that nobody asked for is counted", async () => {
  const strip = Array.from({ length: 20 }, () => [{ type: "feed", lines: 4 }, { type: "cut" }]).flat();
  expect(await tried(strip, 5)).toMatchObject({ refused: null, paperMm: 3000 });
  const { refused } = await tried([{ type: "rule" }, ...strip], 5);
  expect(refused?.detail.faults).toMatchObject([{ path: "blocks[39]", message: expect.stringContaining("3009 mm") }]);
  const feeds = Array.from({ length: 6 }, () => ({ type: "feed", lines: 127 }));
  const longest = [...feeds, { type: "feed", lines: 34 }]; // 2,985 mm
  expect(await tried(longest)).toMatchObject({ refused: null, paperMm: 3000 });
  expect((await tried([...longest, { type: "feed", lines: 1 }])).refused?.detail.faults).toMatchObject([{ path: "blocks[7]" }]);
});

test("a ticket has at most eight pictures, sixteen codes, QR and bars together, and twenty cuts, and the first one over is named", () => {
  const qr = { type: "qr", text: "x" };
  const bars = { type: "barcode", kind: "code39", text: "A" };
  const small = picture(8);
  const faultsOf = (blocks: object[]) => ticketBody.safeParse({ blocks }).error?.issues.map(({ path }) => path.join("."));
  const codes = Array.from({ length: mostOf.code }, (_, index) => (index % 2 === 0 ? qr : bars));
  const pictures = Array.from({ length: mostOf.image }, () => small);
  const cuts = Array.from({ length: mostOf.cut }, () => ({ type: "cut" }));
  expect(mostOf).toEqual({ image: 8, code: 16, cut: 20 });
  expect(faultsOf([...cuts, { type: "rule" }])).toBeUndefined();
  expect(faultsOf([...cuts, { type: "rule" }, { type: "cut" }])).toEqual(["blocks.21"]);
  expect(faultsOf([...codes, ...pictures])).toBeUndefined();
  expect(faultsOf([...codes, bars, ...pictures])).toEqual(["blocks.16"]);
  expect(faultsOf([...pictures, small, ...codes, qr])).toEqual(["blocks.8", "blocks.25"]);
});

test("whatever is refused for its length, a wrong head or a code too wide is refused before a picture of it is unpacked", async () => {
  const block = fc.oneof(
    fc
      .record({ height: fc.integer({ min: 1, max: 2001 }), width: fc.integer({ min: 1, max: 400 }) })
      .map((size) => picture(size.height, size.width)),
    fc.record({ type: fc.constant("feed"), lines: fc.integer({ min: 1, max: 127 }) }),
    fc.record({ type: fc.constant("qr"), text: fc.constant("x".repeat(60)), module: fc.integer({ min: 2, max: 12 }) }),
    fc.record({ type: fc.constant("text"), text: fc.string({ maxLength: 200 }) }),
    fc.constant({ type: "cut" }),
  );
  const ticket = fc.tuple(fc.array(block, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 5 }));
  await fc.assert(
    fc.asyncProperty(ticket, async ([blocks, copies]) => {
      const { refused, unpacked, paperMm } = await tried(blocks, copies);
      expect(paperMm).toBeLessThanOrEqual(3000);
      const pictures = blocks.filter(({ type }) => type === "image").length;
      expect(unpacked).toBe(refused ? 0 : pictures);
      expect(refused?.code ?? "ticket-invalid").toBe("ticket-invalid");
    }),
    { numRuns: 60 },
  );
});
