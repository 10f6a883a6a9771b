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
  const refused = await made.then(
    () => null,
    (error: Refused) => error,
  );
  return { refused, unpacked };
}

test("a ticket too long is refused at the block with which it gets so, before a picture of it is unpacked", async () => {
  const tall = Array.from({ length: 5 }, () => picture(2000));
  const { refused, unpacked } = await tried(tall, 3);
  expect(unpacked).toBe(0);
  expect(refused?.detail.faults).toMatchObject([{ path: "blocks[4]", message: expect.stringContaining("at most 24000") }]);
  expect(await tried(tall.slice(0, 4), 2)).toMatchObject({ refused: null, unpacked: 4 });
});

test("a ticket has at most eight pictures and sixteen codes, QR and bars together, and the first one over is named", () => {
  const qr = { type: "qr", text: "x" };
  const bars = { type: "barcode", kind: "code39", text: "A" };
  const small = picture(8);
  const faultsOf = (blocks: object[]) => ticketBody.safeParse({ blocks }).error?.issues.map(({ path }) => path.join("."));
  const codes = Array.from({ length: mostOf.code }, (_, index) => (index % 2 === 0 ? qr : bars));
  const pictures = Array.from({ length: mostOf.image }, () => small);
  expect([mostOf.image, mostOf.code]).toEqual([8, 16]);
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
      const { refused, unpacked } = await tried(blocks, copies);
      const pictures = blocks.filter(({ type }) => type === "image").length;
      expect(unpacked).toBe(refused ? 0 : pictures);
      expect(refused?.code ?? "ticket-invalid").toBe("ticket-invalid");
    }),
    { numRuns: 60 },
  );
});
