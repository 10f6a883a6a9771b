import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AlertDesk } from "../../alerts/alert-desk.ts";
import type { DocumentDesk } from "../../documents/document-desk.ts";
import type { DrillDesk } from "../../drill/drill-desk.ts";
import type { JournalWatch } from "../../journal-watch.ts";
import type { TillMetrics } from "../../metrics/till-metrics.ts";
import type { Enrolling } from "../../operations/opening/enrol-till.ts";
import type { Pins } from "../../pins.ts";
import type { Printer } from "../../printing/printers.ts";
import type { SlipPaper } from "../../printing/slip-paper.ts";
import type { CopyKeeper } from "../../safekeeping/copies/copy-keeper.ts";
import type { Shop } from "../../shop.ts";
import type { StockWatch } from "../../stock/stock-watch.ts";
import type { Knocked } from "../door/credential.ts";
import type { Presenter } from "../present.ts";
import { problemAnswer } from "../schema/answer.ts";

/** What the routes are built over. */
export interface Behind {
  readonly shop: Shop;
  readonly presenter: Presenter;
  readonly printers: ReadonlyMap<string, Printer>;
  readonly slipPaper: SlipPaper;
  readonly documentDesk: DocumentDesk;
  readonly journalWatch: JournalWatch;
  readonly stockWatch: StockWatch;
  readonly version: string;
  readonly copies: CopyKeeper;
  readonly alerts: AlertDesk;
  readonly metrics: TillMetrics;
  readonly drills: DrillDesk;
  readonly pins: Pins;
  /** Writes the region's own secret down in the home, and uses it from the next sale on. */
  useQrKey(hex: string): void;
  /** How this till becomes known to its hub. */
  readonly enrolling: Enrolling;
  /** Ends the rest of the delivering loop: there may be something to send. */
  wakeDelivery(): void;
}

/** Adds one family of routes. */
export type Routes = (app: OpenAPIHono<Knocked>, behind: Behind) => void;

const meanings: Readonly<Record<number, string>> = {
  400: "The body is not JSON.",
  401: "No token, or one this till does not know.",
  403: "A foreign Host or Origin, or a token whose scope is too small.",
  404: "There is no such thing.",
  409: "It does not fit what was done before.",
  413: "The body is larger than 1 MiB.",
  415: "The body is not declared as application/json.",
  422: "The request is wrong; `faults` names everything at once.",
  503: "Not now: numbers, clock or disk. `Retry-After` says when, where it is known.",
};

/** The refusals of a route, for the OpenAPI document; every one is a problem document. */
export function refusals(...statuses: readonly number[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: meanings[status]!, content: { "application/problem+json": { schema: problemAnswer } } },
    ]),
  );
}
