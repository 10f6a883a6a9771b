import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import type { DocumentDriver, DocumentJob, HandOver, JobNews } from "../../../src/drivers/document/document-driver.ts";
import { readPdf } from "../../documents/read-pdf.ts";
import { type Answer, aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

vi.setConfig({ testTimeout: 60_000 });

const buyer = { businessId: "04595257", name: "測試股份有限公司", address: "臺北市內湖區測試路2號" };
const printers = {
  documentPrinters: [
    { name: "office", url: "ipp://127.0.0.1:9/ipp/print" },
    { name: "back", url: "system:///Back" },
  ],
};

/** A system printer of the test's own: what it says is set by the test, what it got is kept. */
function aPrinter(handOver: () => Promise<HandOver> = async () => ({ result: "accepted", ask: null })) {
  const jobs: (DocumentJob & { readonly address: string })[] = [];
  const driver: DocumentDriver = {
    handOver(address, job) {
      jobs.push({ ...job, address: address.href });
      return handOver();
    },
  };
  return { jobs, driver };
}

const aShop = (documentDriver: DocumentDriver) => aTill({ config: printers, documentDriver });

async function sell(till: TestTill, sale: object = {}): Promise<string> {
  return (await (await till.post("/v1/sales", aSale({ buyer, ...sale }))).json()).id;
}

interface Job {
  readonly id: string;
  readonly state: string;
  readonly copy: number;
  readonly reasons: readonly string[];
  readonly endedAt: string | null;
}

interface History {
  readonly entries: readonly { readonly event: string; readonly subject: string | null; readonly reason: string | null }[];
}

async function print(till: TestTill, id: string, { key, ...body }: { key?: string; [wish: string]: unknown } = {}): Promise<Job> {
  const headers = key === undefined ? {} : { "idempotency-key": key };
  const answer = await till.post<Job>(`/v1/invoices/${id}/document/print`, body, headers);
  expect(answer.status).toBe(202);
  return answer.json();
}

const look = async (till: TestTill, id: string): Promise<Job> => (await till.get<Job>(`/v1/document-jobs/${id}`)).json();
const pdfOf = async (answer: Answer<unknown>) => readPdf(new Uint8Array(await answer.arrayBuffer()));
const textOf = (pdf: Uint8Array) => readPdf(pdf).pages.flat().join("\n");

describe("GET document.pdf", () => {
  test("is the invoice's content under its number, and is kept by nobody on the way", async () => {
    await using till = await aTill();
    const id = await sell(till);
    const answer = await till.get(`/v1/invoices/${id}/document.pdf`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${id}.pdf"`,
      "cache-control": "private, no-store",
    });
    const { pages, rectangles } = await pdfOf(answer);
    expect(pages[0]).toContain("測試發票內容副本／明細");
    expect(pages[0]!.join("\n")).toContain(buyer.address);
    expect(rectangles).toEqual([0]);
  });

  test("is the same twice, and says it when the invoice was cancelled", async () => {
    await using till = await aTill();
    const id = await sell(till);
    const bytes = async () => Buffer.from(await (await till.get(`/v1/invoices/${id}/document.pdf`)).arrayBuffer());
    expect((await bytes()).equals(await bytes())).toBe(true);
    await till.post(`/v1/invoices/${id}/cancel`, { reason: "打錯" });
    expect(textOf(await bytes())).toMatch(/本發票已作廢。[\s\S]*\(across\) 測試　作廢/);
  });

  test("is for whoever may see the invoice", async () => {
    await using till = await aTill();
    const id = await sell(till);
    const other = { authorization: `Bearer ${await till.token("other", "sell")}` };
    expect((await problemOf(await till.get(`/v1/invoices/${id}/document.pdf`, other))).code).toBe("not-found");
    expect((await till.get(`/v1/invoices/${id}/document.pdf`, { authorization: "" })).status).toBe(401);
    expect((await problemOf(await till.get("/v1/invoices/11512-TS99999999/document.pdf"))).code).toBe("not-found");
  });
});

describe("printing a document", () => {
  test("hands it to the first printer, or the one that is named, as it was asked for", async () => {
    const { jobs, driver } = aPrinter();
    await using till = await aShop(driver);
    const id = await sell(till);
    expect(await print(till, id)).toMatchObject({
      printer: "office",
      copy: 0,
      copies: 1,
      duplex: "off",
      state: "sent",
      reasons: [],
    });
    await print(till, id, { printer: "back", copies: 9, duplex: "long" });
    expect(jobs).toMatchObject([
      { address: "ipp://127.0.0.1:9/ipp/print", copies: 1, paper: "A4", duplex: "off", title: `${id}.pdf` },
      { address: "system:///Back", copies: 9, duplex: "long" },
    ]);
    expect(jobs.map(({ pdf }) => textOf(pdf).includes("補印第 1 次"))).toEqual([false, true]);
  });

  test("is journalled before and after, and stands in the invoice's history", async () => {
    await using till = await aShop(aPrinter().driver);
    const id = await sell(till);
    const job = await print(till, id);
    const { entries } = await (await till.get<History>(`/v1/invoices/${id}/history`)).json();
    expect(entries.filter(({ event }) => event.startsWith("document"))).toMatchObject([
      { event: "document-print", subject: job.id, reason: null },
      { event: "document-print-end", subject: job.id, reason: "sent" },
    ]);
    const entry = till.till.shop.ledger.journal.find(Number(job.id))!;
    expect(JSON.parse(entry.doc)).toMatchObject({ invoice: id, revision: 1, printer: "office", copy: 0, copies: 1, by: "test" });
    expect(entry.doc).not.toContain(buyer.businessId);
  });

  test("asked again with the same key, prints nothing again", async () => {
    const { jobs, driver } = aPrinter();
    await using till = await aShop(driver);
    const id = await sell(till);
    const key = "print-1";
    const first = await print(till, id, { key });
    expect(await print(till, id, { key })).toEqual(first);
    expect(jobs).toHaveLength(1);
    const reused = await till.post(`/v1/invoices/${id}/document/print`, { copies: 2 }, { "idempotency-key": key });
    expect((await problemOf(reused)).code).toBe("request-reused");
  });

  test("two at the same moment bear different marks", async () => {
    const { jobs, driver } = aPrinter();
    await using till = await aShop(driver);
    const id = await sell(till);
    const both = await Promise.all([print(till, id), print(till, id)]);
    expect(both.map(({ copy }) => copy).sort()).toEqual([0, 1]);
    expect(jobs.map(({ pdf }) => textOf(pdf).includes("補印第 1 次")).sort()).toEqual([false, true]);
  });

  test("that was refused leaves no copy behind; one that broke may have come out", async () => {
    const answers: HandOver[] = [
      { result: "refused", reasons: ["ECONNREFUSED"] },
      { result: "broke", reasons: ["ECONNRESET"] },
      { result: "accepted", ask: null },
    ];
    await using till = await aShop(aPrinter(async () => answers.shift()!).driver);
    const id = await sell(till);
    expect(await print(till, id)).toMatchObject({ copy: 0, state: "failed", reasons: ["ECONNREFUSED"] });
    expect(await print(till, id)).toMatchObject({ copy: 0, state: "unknown", reasons: ["ECONNRESET"] });
    expect(await print(till, id)).toMatchObject({ copy: 1, state: "sent" });
  });
});

describe("what is wrong with a request to print", () => {
  test("no printer, or one of another name, is refused with what to do", async () => {
    await using bare = await aTill();
    const none = await problemOf(await bare.post(`/v1/invoices/${await sell(bare)}/document/print`, {}));
    expect(none).toMatchObject({
      code: "document-printer-missing",
      status: 409,
      hint: expect.stringContaining("documentPrinters"),
    });
    await using till = await aShop(aPrinter().driver);
    const other = await problemOf(await till.post(`/v1/invoices/${await sell(till)}/document/print`, { printer: "front" }));
    expect(other).toMatchObject({ code: "document-printer-missing", hint: "Document printers: office, back." });
  });

  test.each([
    { copies: 0 },
    { copies: 10 },
    { copies: 1.5 },
    { paper: "A5" },
    { duplex: "both" },
    { color: true },
  ])("%j is refused", async (body) => {
    await using till = await aShop(aPrinter().driver);
    expect((await till.post(`/v1/invoices/${await sell(till)}/document/print`, body)).status).toBe(422);
  });

  test("it takes an operator's token", async () => {
    await using till = await aShop(aPrinter().driver);
    const pos = { authorization: `Bearer ${await till.token("pos", "sell")}` };
    expect((await problemOf(await till.post(`/v1/invoices/${await sell(till)}/document/print`, {}, pos))).code).toBe(
      "scope-too-small",
    );
    expect((await problemOf(await till.get("/v1/document-jobs/1"))).code).toBe("not-found");
  });
});

describe("after the hand-over", () => {
  /** A printer that can be asked; `news` is what it says until the test says otherwise. */
  function talkative(news: JobNews) {
    const said = { news };
    const { driver } = aPrinter(async () => ({ result: "accepted", ask: async () => said.news }));
    return { said, driver };
  }

  async function pass(till: TestTill, ms: number): Promise<void> {
    await till.clock.wind(ms);
    await sleep(20);
  }

  test("the printer is asked until it says that the job is done", async () => {
    const { said, driver } = talkative({ state: "under-way", reasons: ["media-empty-error"] });
    await using till = await aShop(driver);
    const { id, state } = await print(till, await sell(till));
    expect(state).toBe("sent");
    await pass(till, 1000);
    expect(await look(till, id)).toMatchObject({ state: "sent", reasons: ["media-empty-error"], endedAt: null });
    said.news = { state: "completed", reasons: [] };
    await pass(till, 10_000);
    expect(await look(till, id)).toMatchObject({
      state: "completed",
      reasons: [],
      endedAt: expect.stringContaining("2026-11-22"),
    });
  });

  test("a job that the printer gave up has failed, with its reasons, and still counts as a copy", async () => {
    const { driver } = talkative({ state: "failed", reasons: ["aborted-by-system"] });
    await using till = await aShop(driver);
    const invoice = await sell(till);
    const { id } = await print(till, invoice);
    await pass(till, 1000);
    expect(await look(till, id)).toMatchObject({ state: "failed", reasons: ["aborted-by-system"] });
    expect(await print(till, invoice)).toMatchObject({ copy: 1 });
  });

  test("asking ends after ten minutes, or when the printer has forgotten the job: then it was sent, and no more is known", async () => {
    const { said, driver } = talkative({ state: "silent", reasons: ["ECONNREFUSED"] });
    await using till = await aShop(driver);
    const invoice = await sell(till);
    const slow = await print(till, invoice);
    await pass(till, 11 * 60_000);
    expect(await look(till, slow.id)).toMatchObject({ state: "sent", reasons: ["ECONNREFUSED"], endedAt: expect.any(String) });
    said.news = { state: "forgotten", reasons: [] };
    const lost = await print(till, invoice);
    await pass(till, 1000);
    expect(await look(till, lost.id)).toMatchObject({ state: "sent", reasons: ["the printer no longer knows the job"] });
  });

  test("a till that stops writes down what it knows; one that was killed says later that it does not know", async () => {
    const { driver } = talkative({ state: "under-way", reasons: [] });
    await using till = await aShop(driver);
    const { id } = await print(till, await sell(till));
    expect(till.till.shop.ledger.documentPrints.find(Number(id))!.end).toBeNull();
    await till.till.stop();
    expect(await look(till, id)).toMatchObject({ state: "sent", reasons: ["the till stopped before the end was known"] });
    const doc = { ...till.till.shop.ledger.documentPrints.find(Number(id))!.print };
    const killed = await till.home.ledger.write(() =>
      till.home.ledger.journal.append({ kind: "document-print", doc, at: 1 }, null),
    );
    expect(await look(till, String(killed.seq))).toMatchObject({
      state: "unknown",
      reasons: ["the till stopped before the end was known"],
    });
  });
});

test("document printers are listed beside the slip printers, and no slip loop runs for them", async () => {
  await using till = await aShop(aPrinter().driver);
  expect(await (await till.get("/v1/printers")).json()).toEqual({ printers: [], documentPrinters: printers.documentPrinters });
  expect(Object.keys(till.till.loops).filter((name) => name.startsWith("printing"))).toEqual([]);
});
