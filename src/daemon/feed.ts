import type { PrinterCondition } from "../drivers/status.ts";
import type { InvoiceStatus } from "../invoice/undoing.ts";
import type { StockLevel } from "../regions/numbers.ts";
import type { Severity } from "./alerts/alert-level.ts";

/** What happened, for pages and POS software that listen. It carries no buyer data. */
export type Happening =
  | {
      readonly kind: "invoice";
      readonly client: string;
      readonly id: string;
      readonly number: string;
      readonly total: number;
      readonly status: InvoiceStatus;
    }
  | {
      readonly kind: "slip";
      /** Null for paper that is about no invoice: a test page. */
      readonly client: string | null;
      readonly id: string;
      readonly invoice: string | null;
      readonly document: string;
      readonly state: string;
      readonly reason: string | null;
    }
  | {
      readonly kind: "ticket";
      readonly client: string;
      readonly id: string;
      readonly printer: string;
      readonly state: string;
      readonly reason: string | null;
    }
  | ({ readonly kind: "printer"; readonly name: string } & Omit<PrinterCondition, "since">)
  | {
      readonly kind: "upload";
      /** Null for a report, which is about no invoice. */
      readonly client: string | null;
      readonly id: string;
      readonly invoice: string | null;
      readonly message: string;
      readonly state: string;
      readonly code: string | null;
      readonly reason: string | null;
    }
  | { readonly kind: "range"; readonly period: string; readonly left: number; readonly level: StockLevel }
  | {
      /** Something a person should know of. News, such as a prize, only has a code and a message. */
      readonly kind: "alert";
      readonly code: string;
      readonly message: string;
      readonly id?: string;
      readonly event?: "raised" | "worse" | "mended";
      readonly severity?: Severity;
      /** The next action in words; null once it is mended. */
      readonly next?: string | null;
    };

type Listener = (happening: Happening) => void;

/** Hands each happening to whoever listens at that moment. Nothing is kept: the ledger is the memory. */
export class Feed {
  readonly #listeners = new Set<Listener>();

  publish(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening);
  }

  /** Returns the way to stop listening. A listener must be quick and must not throw. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}
