import { expect } from "vitest";
import type { z } from "zod";
import type { allowanceAnswer, invoiceDetailAnswer } from "../../../../src/daemon/http/schema/answer.ts";
import type { historyAnswer } from "../../../../src/daemon/http/schema/undo.ts";
import { aSale, type TestTill } from "../../../till/a-till.ts";
import { type ProblemBody, problemOf } from "../../problem.ts";

export type Invoice = z.infer<typeof invoiceDetailAnswer>;
export type Allowance = z.infer<typeof allowanceAnswer>;
export type History = z.infer<typeof historyAnswer>;

/** Reads an answer that must have come with this status. */
export async function answer<T>(response: Response | Promise<Response>, status = 200): Promise<T> {
  const given = await response;
  const body = (await given.json()) as T;
  expect(given.status, JSON.stringify(body)).toBe(status);
  return body;
}

export function sell(till: TestTill, sale: object = {}): Promise<Invoice> {
  return answer(till.post("/v1/sales", aSale(sale)), 201);
}

export function show(till: TestTill, id: string): Promise<Invoice> {
  return answer(till.get(`/v1/invoices/${id}`));
}

/** The row of a test till's first invoice: home, key and range stand before it in the journal. */
export const firstRow = 4;

/** A request's body, and the headers beside it. */
interface Act extends Record<string, unknown> {
  readonly headers?: Record<string, string>;
}

export function cancel(till: TestTill, id: string, { headers = {}, ...more }: Act = {}): Promise<Response> {
  return till.post(`/v1/invoices/${id}/cancel`, { reason: "退貨", ...more }, headers);
}

export function withdraw(till: TestTill, id: string, headers: Record<string, string> = {}): Promise<Response> {
  return till.post(`/v1/invoices/${id}/withdraw`, { reason: "品項錯誤" }, headers);
}

export function reissue(till: TestTill, id: string, sale: Record<string, unknown> = {}): Promise<Response> {
  const { requestId, ...whole } = aSale({ requestId: "again-1", ...sale });
  return till.post(`/v1/invoices/${id}/reissue`, { requestId, sale: whole });
}

export interface Asked {
  readonly lines: readonly object[];
  readonly headers?: Record<string, string>;
}

export function allow(till: TestTill, id: string, asked: readonly object[] | Asked): Promise<Response> {
  const { lines, headers = {} } = "lines" in asked ? asked : { lines: asked };
  return till.post(`/v1/invoices/${id}/allowances`, { reason: "部分退貨", lines }, headers);
}

export function takeBack(till: TestTill, number: string, headers: Record<string, string> = {}): Promise<Response> {
  return till.post(`/v1/allowances/${number}/cancel`, { reason: "輸入錯誤" }, headers);
}

/** A refusal, and the proof that it left nothing behind. */
export async function refusal(till: TestTill, act: () => Promise<Response>): Promise<ProblemBody> {
  const before = footprint(till);
  const problem = await problemOf(await act());
  expect(footprint(till)).toEqual(before);
  return problem;
}

/** Everything a refused request must leave alone. */
export function footprint({ home: { ledger } }: TestTill) {
  const invoices = ledger.invoices.search({}, 1000).map(({ row }) => row.id);
  return {
    head: ledger.journal.head(),
    slips: ledger.slips.list([], 1000),
    parcels: invoices.flatMap((id) => ledger.parcels.ofInvoice(id)),
    allowances: invoices.flatMap((id) => ledger.allowances.ofInvoice(id)),
    ranges: ledger.ranges.list(),
  };
}

/** Sets wall and boot clock to a moment in Taipei, as if the till had stood there all the time. */
export async function windTo(till: TestTill, local: string): Promise<void> {
  await till.clock.wind(Date.parse(`${local}+08:00`) - till.clock.now().getTime());
}
