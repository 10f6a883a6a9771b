import type { Config } from "../../../config/schema.ts";
import type { DocumentJob } from "../../../db/till/books/documents/document-prints.ts";
import type { DocumentPress } from "../../documents/press.ts";
import { refuse } from "../../documents/problems.ts";
import type { DocumentDriver } from "../../drivers/document/document-driver.ts";
import { invoiceId } from "../../invoice/invoice.ts";
import { statusOf } from "../../invoice/undoing.ts";
import { beginPrint, copiesOut, earlierPrint, type PrintOrder } from "../operations/document/begin-print.ts";
import { endPrint } from "../operations/document/end-print.ts";
import type { InvoiceView } from "../operations/view-invoice.ts";
import type { Shop } from "../shop.ts";
import { endAtOnce, followJob, type JobEnd } from "./follow-job.ts";

/** A system printer with the way to it. */
export interface DocumentPrinter {
  readonly name: string;
  readonly url: string;
  readonly driver: DocumentDriver;
}

/** How a job stands now: its end where there is one, else what is known meanwhile. */
export interface JobView {
  readonly job: DocumentJob;
  readonly state: "handing-over" | "sent" | "completed" | "failed" | "unknown";
  readonly reasons: readonly string[];
}

export type PrintRequest = Pick<PrintOrder, "copies" | "paper" | "duplex" | "by" | "key"> & {
  readonly printer: string | undefined;
};

type Meanwhile = Pick<JobView, "state" | "reasons">;

/** More jobs at once than anybody waits for are handed over all the same, but not asked after. */
const mostFollowed = 16;
const drawingTries = 3;
/** What is left of a job whose till stopped in the middle. */
const cutOff: Meanwhile = { state: "unknown", reasons: ["the till stopped before the end was known"] };

/** Makes invoices into A4 documents and hands them to system printers, which are no slip printers: nothing legal leaves here. */
export class DocumentDesk {
  readonly printers: readonly DocumentPrinter[];
  readonly #shop: Shop;
  readonly #press: DocumentPress;
  readonly #underWay = new Map<number, Meanwhile>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stopping = new AbortController();

  constructor(shop: Shop, press: DocumentPress, configured: Config["documentPrinters"]) {
    this.#shop = shop;
    this.#press = press;
    this.printers = configured.map(({ name, url }) => ({ name, url, driver: shop.world.documentDriverOf(new URL(url)) }));
  }

  /** The content of an invoice on A4, with no code a machine could take for the proof slip (docs/decisions/0008). */
  pdfOf({ stored, undoings }: InvoiceView, copy: number): Promise<Uint8Array> {
    const { region, shopPaper } = this.#shop;
    const status = statusOf(undoings.map(({ act }) => act));
    return this.#press.pdfOf(region.document(stored.record, { kind: "content", copy, status, footer: shopPaper.footer }));
  }

  /** Hands a document to a system printer and answers with what is known then. What comes later is asked after in the background. */
  async print(view: InvoiceView, { printer: name, ...request }: PrintRequest): Promise<JobView> {
    const printer = this.#printer(name);
    const { record } = view.stored;
    const order = { ...request, invoice: invoiceId(record), revision: record.revision, printer: printer.name };
    const earlier = earlierPrint(this.#shop, order);
    if (earlier) return this.#viewOf(earlier);
    const { pdf, job, isNew } = await this.#begin(view, order);
    if (isNew) await this.#track(this.#handOver(printer, job, pdf));
    return this.job(job.id)!;
  }

  /** How a job stands, or null when there is none of that id. */
  job(id: number): JobView | null {
    const job = this.#shop.ledger.documentPrints.find(id);
    return job ? this.#viewOf(job) : null;
  }

  /** Stops drawing and asking, and writes down what is known. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#press.stop();
    await Promise.allSettled(this.#running);
  }

  #printer(name: string | undefined): DocumentPrinter {
    const found = name === undefined ? this.printers[0] : this.printers.find((one) => one.name === name);
    if (found) return found;
    if (this.printers.length === 0)
      throw refuse("document-printer-missing", "No system printer for documents is configured.", {
        hint: "Add one under `documentPrinters` in tillseal.yaml, or fetch document.pdf and print it yourself.",
      });
    throw refuse("document-printer-missing", `There is no document printer "${name}".`, {
      hint: `Document printers: ${this.printers.map((one) => one.name).join(", ")}.`,
    });
  }

  /** Draws first, so that a document that cannot be drawn leaves no trace; the mark of a copy is counted again when it is written down. */
  async #begin(view: InvoiceView, order: PrintOrder): Promise<{ pdf: Uint8Array; job: DocumentJob; isNew: boolean }> {
    for (let tries = 0; tries < drawingTries; tries++) {
      const copy = copiesOut(this.#shop, order);
      const pdf = await this.pdfOf(view, copy);
      const begun = await beginPrint(this.#shop, order, copy);
      if (begun) return { pdf, ...begun };
    }
    throw refuse("documents-busy", "The same document is being printed by others at this moment.", { hint: "Ask again." });
  }

  async #handOver({ url, driver }: DocumentPrinter, job: DocumentJob, pdf: Uint8Array): Promise<void> {
    const { id, print } = job;
    this.#underWay.set(id, { state: "handing-over", reasons: [] });
    const title = `${print.invoice}.pdf`;
    const wire = { clock: this.#shop.world.clock, signal: this.#stopping.signal };
    try {
      const handed = await driver.handOver(new URL(url), { pdf, title, ...print }, wire);
      const end = endAtOnce(handed);
      if (end || handed.result !== "accepted" || !handed.ask) return await this.#end(job, end ?? unasked);
      if (this.#running.size > mostFollowed) return await this.#end(job, unasked);
      this.#underWay.set(id, { state: "sent", reasons: [] });
      const followed = followJob(handed.ask, wire, (reasons) => this.#underWay.set(id, { state: "sent", reasons }));
      void this.#track(followed.then((later) => this.#end(job, later))).catch((error: unknown) => this.#lost(id, error));
    } catch (error) {
      this.#lost(id, error);
      throw error;
    }
  }

  async #end(job: DocumentJob, end: JobEnd): Promise<void> {
    await endPrint(this.#shop, job, end);
    this.#underWay.delete(job.id);
    this.#shop.world.log.info("document-print", {
      job: job.id,
      printer: job.print.printer,
      state: end.state,
      reasons: end.reasons,
    });
  }

  #lost(id: number, error: unknown): void {
    this.#underWay.delete(id);
    this.#shop.world.log.error("document-print", { job: id, error: String(error) });
  }

  #viewOf(job: DocumentJob): JobView {
    const { state, reasons } = job.end ?? this.#underWay.get(job.id) ?? cutOff;
    return { job, state, reasons };
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const done = () => this.#running.delete(work);
    work.then(done, done);
    return work;
  }
}

const unasked: JobEnd = { state: "sent", reasons: [], taken: true };
