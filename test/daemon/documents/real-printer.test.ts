import { expect, test, vi } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { documentDriverOf } from "../../../src/drivers/document/document-drivers.ts";
import { readPdf } from "../../documents/read-pdf.ts";
import { noIppProgram, startIppProgram } from "../../drivers/benches/ipp-program.ts";
import { aSale, aTill } from "../../till/a-till.ts";

const buyer = { businessId: "04595257", name: "測試股份有限公司", address: "臺北市內湖區測試路2號" };

test("a company's invoice reaches a real IPP printer whole, and the till says so when it is done", async ({ skip }) => {
  if (noIppProgram) skip(noIppProgram);
  await using program = await startIppProgram();
  await using till = await aTill({
    config: { documentPrinters: [{ name: "office", url: program.url.href }] },
    world: { clock: systemClock, documentDriverOf },
  });
  till.till.start();
  const { id } = await (await till.post<{ id: string }>("/v1/sales", aSale({ buyer }))).json();
  const asked = await till.post<{ id: string }>(`/v1/invoices/${id}/document/print`, { copies: 2, paper: "A4", duplex: "long" });
  expect(asked.status).toBe(202);
  const job = await asked.json();
  const look = async () => (await till.get<{ state: string }>(`/v1/document-jobs/${job.id}`)).json();
  await vi.waitFor(async () => expect(await look()).toMatchObject({ state: "completed" }), 30_000);
  const [paper, ...more] = program.taken();
  expect(more).toEqual([]);
  expect(readPdf(new Uint8Array(paper!)).pages[0]!.join("\n")).toContain(buyer.name);
});
