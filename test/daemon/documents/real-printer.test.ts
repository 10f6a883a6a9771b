import { expect, test, vi } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import type { DocumentJob } from "../../../src/drivers/document/document-driver.ts";
import { documentDriverOf } from "../../../src/drivers/document/document-drivers.ts";
import { ipp } from "../../../src/drivers/document/ipp.ts";
import { noIppProgram, startIppProgram } from "../../drivers/benches/ipp-program.ts";
import { aSale, aTill } from "../../till/a-till.ts";

vi.setConfig({ testTimeout: 60_000 });

const job: DocumentJob = {
  pdf: Buffer.from("%PDF-1.3 not really %%EOF"),
  title: "發票 1",
  copies: 3,
  paper: "A4",
  duplex: "long",
};
const wire = { clock: systemClock, signal: new AbortController().signal };
const buyer = { businessId: "04595257", name: "測試股份有限公司", address: "臺北市內湖區測試路2號" };

test("a real IPP printer takes a document, and says that it is done", async ({ skip }) => {
  if (noIppProgram) skip(noIppProgram);
  await using program = await startIppProgram();
  const handed = await ipp.handOver(program.url, job, wire);
  if (handed.result !== "accepted" || !handed.ask) throw new Error(`it is ${handed.result}`);
  const { ask } = handed;
  await vi.waitFor(async () => expect(await ask(wire)).toMatchObject({ state: "completed" }), 20_000);
  expect(program.taken()).toEqual([Buffer.from(job.pdf)]);
});

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
  expect(paper!.subarray(0, 5).toString()).toBe("%PDF-");
  expect(paper!.subarray(-6).toString()).toContain("%%EOF");
  await till.till.stop();
});
