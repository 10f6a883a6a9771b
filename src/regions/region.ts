import type { Fault } from "../base/problem.ts";
import type { InvoiceRecord } from "../invoice/invoice.ts";
import type { Law, Seller } from "../invoice/law.ts";
import type { Block } from "../receipt/blocks.ts";

/** What the shop adds of its own around the legal slip. */
export interface ShopPaper {
  /** The shop's mark above the title; the seller's name where it is empty. */
  readonly logoLine: string;
  /** Lines below the codes. */
  readonly footer: readonly string[];
}

/** What a demo home of this region is born with. Its documents can go nowhere real. */
export interface RegionDemo {
  readonly seller: Seller;
  readonly shopPaper: ShopPaper;
  /** A whole track of a period. */
  readonly range: { readonly invoiceType: string; readonly track: string; readonly first: number; readonly last: number };
}

/** A country: its law, its paper, later its messages. One folder each, with the same file names as its neighbours. */
export interface Region {
  readonly id: string;
  /** The law for one seller. `key` is the region's own secret in hexadecimal; throws when it is malformed. */
  law(key: string): Law;
  /** How many random bytes make a demo key. */
  readonly keyBytes: number;
  sellerFaults(seller: Seller): Fault[];
  /** The legal proof slip of a stored record. `copy` 0 is the original; any other is marked. */
  proofSlip(record: InvoiceRecord, options: { readonly copy: number; readonly shopPaper: ShopPaper }): Block[];
  /** A number as people write it. */
  displayNumber(number: string): string;
  readonly demo: RegionDemo;
}
