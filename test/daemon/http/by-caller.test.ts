import { expect, test } from "vitest";
import { scanImage } from "../../receipt/scanner.ts";
import { aSale, aTill } from "../../till/a-till.ts";

interface WithPaper {
  readonly codes: { readonly barcode: string };
  readonly slips: readonly { readonly document: string; readonly state: string }[];
  readonly paper?: { readonly png: string; readonly escpos: string };
  readonly detailsPaper?: { readonly png: string; readonly escpos: string };
}

const company = { buyer: { businessId: "04595257" }, print: "by-caller" };

test("a POS that prints by itself gets every paper that is called sent, once", async () => {
  await using till = await aTill();
  const sale = aSale(company);
  const first = await (await till.post<WithPaper>("/v1/sales", sale)).json();
  expect(first.slips).toMatchObject([
    { document: "proof", state: "sent" },
    { document: "details", state: "sent" },
  ]);
  expect(await scanImage(Buffer.from(first.paper!.png, "base64"))).toMatchObject({ bars: [first.codes.barcode] });
  expect(Buffer.from(first.detailsPaper!.escpos, "base64").subarray(-4)).toEqual(Buffer.from([0x1d, 0x56, 0x42, 0x00]));
  const again = await (await till.post<WithPaper>("/v1/sales", sale)).json();
  expect([again.paper, again.detailsPaper]).toEqual([undefined, undefined]);
});

test("what a scanner adds at the end of a carrier's id is taken off, and nothing else of it", async () => {
  await using till = await aTill();
  const carrier = { type: "3J0002", id: "/ABC+123\r\n" };
  const sold = await (await till.post<{ carrier: object }>("/v1/sales", aSale({ carrier, print: "by-caller" }))).json();
  expect(sold.carrier).toEqual({ type: "3J0002", id: "/ABC+123" });
});
