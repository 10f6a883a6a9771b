import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ConfigProblem } from "../../../../config/problems.ts";
import type { StorageProblem } from "../../../../db/till/file/problems.ts";
import { Problem } from "../../../base/problem.ts";
import type { DocumentProblem } from "../../../documents/problems.ts";
import type { driverProblems } from "../../../drivers/drivers.ts";
import type { InvoiceProblem } from "../../../invoice/problems.ts";
import type { upstreamProblems } from "../../../sync/upstream-problems.ts";
import type { drillProblems } from "../../drill/problems.ts";
import type { safekeepingProblems } from "../../safekeeping/problems.ts";
import type { DoorProblem } from "./problems.ts";

/** Every problem code a caller can meet. A new code does not compile until it has a status here. */
type ProblemCode =
  | InvoiceProblem
  | StorageProblem
  | ConfigProblem
  | keyof typeof driverProblems
  | keyof typeof upstreamProblems
  | keyof typeof safekeepingProblems
  | keyof typeof drillProblems
  | DocumentProblem
  | DoorProblem;

const statusOf: Record<ProblemCode, ContentfulStatusCode> = {
  "sale-invalid": 422,
  "sale-late": 409,
  "request-reused": 409,
  "request-abandoned": 409,
  "not-live": 409,
  "numbers-exhausted": 503,
  "clock-jumped": 503,
  "home-moved": 503,
  "home-missing": 503,
  "home-there": 409,
  "home-kind": 503,
  "road-refused": 422,
  "key-unproven": 422,
  "key-invalid": 422,
  "operator-there": 409,
  "pin-wrong": 403,
  "pin-locked": 503,
  "pin-weak": 422,
  "journal-damaged": 503,
  "not-found": 404,
  "slip-not-uncertain": 409,
  "slip-not-held": 409,
  "invoice-undone": 409,
  "invoice-not-withdrawn": 409,
  "period-filed": 409,
  "allowance-open": 409,
  "allowance-invalid": 422,
  "allowance-cancelled": 409,
  "allowances-exhausted": 409,
  "original-missing": 409,
  "original-pending": 409,
  "reprint-late": 409,
  "copies-exhausted": 409,
  "ticket-invalid": 422,
  "tickets-full": 503,
  "parcel-not-stuck": 409,
  "upstream-address": 500,
  "upstream-away": 503,
  "no-hub": 409,
  "enrolment-refused": 409,
  "printer-unsettled": 409,
  "range-file-refused": 422,
  "period-running": 409,
  "unused-refused": 409,
  "day-not-begun": 409,
  "unused-reported": 409,
  "not-importer": 409,
  "not-unaccounted": 409,
  "import-after-restore": 409,
  "copy-exists": 409,
  "copy-away": 503,
  "copy-busy": 503,
  "copy-failed": 503,
  "copy-damaged": 422,
  "copy-locked": 422,
  "place-unwritable": 503,
  "adopt-unconfirmed": 409,
  "adopt-refused": 409,
  "drill-busy": 503,
  "drill-failed": 503,
  "export-empty": 404,
  "export-damaged": 422,
  "storage-full": 503,
  "storage-unknown": 503,
  "home-busy": 503,
  "config-invalid": 500,
  "document-failed": 503,
  "documents-busy": 503,
  "document-printer-missing": 409,
  "port-taken": 500,
  "printer-address": 500,
  "host-refused": 403,
  "origin-refused": 403,
  "token-missing": 401,
  "token-unknown": 401,
  "scope-too-small": 403,
  "json-only": 415,
  "body-too-large": 413,
  "body-not-json": 400,
  "request-invalid": 422,
  "key-missing": 422,
  "no-such-route": 404,
  "too-many-listeners": 503,
};

/** Answers with an RFC 9457 problem document. Anything that is no `Problem` is our own mistake and says nothing of itself. */
export function problemDocument(c: Context, error: unknown): Response {
  if (!(error instanceof Problem))
    return send(c, 500, { code: "internal", detail: "The till made a mistake. Its log says more." });
  const { faults, hint, retryAfterSeconds } = error.detail;
  if (retryAfterSeconds !== undefined) c.header("Retry-After", String(retryAfterSeconds));
  const status = statusOf[error.code as ProblemCode] ?? 500;
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="tillseal"');
  return send(c, status, {
    code: error.code,
    detail: error.message,
    ...(hint !== undefined && { hint }),
    ...(faults !== undefined && { faults }),
  });
}

function send(c: Context, status: ContentfulStatusCode, body: { code: string; detail: string }): Response {
  const document = { type: `urn:tillseal:problem:${body.code}`, title: title(body.code), status, ...body };
  return c.body(JSON.stringify(document), status, { "Content-Type": "application/problem+json" });
}

/** `numbers-exhausted` → `Numbers exhausted` */
function title(code: string): string {
  const words = code.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
