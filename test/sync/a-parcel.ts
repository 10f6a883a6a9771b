import type { Parcel } from "../../src/sync/upstream.ts";

/** What a test says of a parcel; the rest is filled in. */
export interface ParcelSketch {
  readonly id: number;
  readonly message?: "F0401" | "F0501" | "F0701";
  readonly number?: string;
  readonly thread?: number;
  readonly createdAt?: number;
  readonly total?: number;
}

const seller = "12345675";

/** A parcel as the ledger would make it, with a message any pretend authority can read. */
export function aParcel(sketch: ParcelSketch): Parcel {
  const { id, message = "F0401", createdAt = Date.parse("2026-11-22T14:03:05+08:00") / 1000, thread = id } = sketch;
  const number = sketch.number ?? `TS${String(10_000_000 + id)}`;
  const xml = texts[message](number, sketch.total ?? 130);
  return {
    id,
    thread,
    message,
    seller,
    createdAt,
    deadline: createdAt + 48 * 3600,
    tries: 0,
    sentAt: null,
    entry: {
      seq: id,
      kind: "invoice",
      doc: JSON.stringify({ number, total: sketch.total ?? 130 }),
      hash: String(id).padStart(64, "0"),
    },
    xml: () => xml,
  };
}

const texts = {
  F0401: (number: string, total: number) =>
    written("F0401", "Invoice", [
      `<Main><InvoiceNumber>${number}</InvoiceNumber><InvoiceDate>20261122</InvoiceDate><InvoiceTime>14:03:05</InvoiceTime>`,
      `<Seller><Identifier>${seller}</Identifier><Name>測試茶舖</Name><Address>臺北市</Address></Seller>`,
      "<Buyer><Identifier>0000000000</Identifier><Name>消費者</Name></Buyer></Main>",
      `<Amount><TotalAmount>${total}</TotalAmount></Amount>`,
    ]),
  F0501: (number: string) => written("F0501", "CancelInvoice", undone("Cancel", number)),
  F0701: (number: string) => written("F0701", "VoidInvoice", undone("Void", number)),
};

function undone(act: string, number: string): string[] {
  return [
    `<${act}InvoiceNumber>${number}</${act}InvoiceNumber><InvoiceDate>20261122</InvoiceDate>`,
    `<BuyerId>0000000000</BuyerId><SellerId>${seller}</SellerId>`,
    `<${act}Date>20261122</${act}Date><${act}Time>15:00:00</${act}Time><${act}Reason>退貨</${act}Reason>`,
  ];
}

function written(message: string, root: string, inside: readonly string[]): string {
  const lines = [`<?xml version="1.0" encoding="UTF-8"?>`, `<${root} xmlns="urn:GEINV:eInvoiceMessage:${message}:4.1">`];
  return [...lines, ...inside, `</${root}>`, ""].join("\n");
}
