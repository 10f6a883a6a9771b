import type { AlertRow } from "../../../db/till/books/alerts.ts";
import type { Lamp } from "../lamp.ts";
import type { Shop } from "../shop.ts";
import type { Severity, Words } from "./alert-level.ts";
import { alertName, spell } from "./spell.ts";

/** An alert as callers see it. */
export interface AlertView {
  readonly id: string;
  readonly code: string;
  /** Tells two of one code apart: the printer, the day, the authority's code. */
  readonly key: string;
  readonly severity: Severity;
  readonly what: Words;
  /** Null once it is mended. */
  readonly next: Words | null;
  readonly raisedAt: string;
  /** When it was told of last: raised, worse, mended. */
  readonly changedAt: string;
  readonly closedAt: string | null;
}

export function viewAlert({ law }: Pick<Shop, "law">, row: AlertRow): AlertView {
  const { severity, what, next } = spell(row);
  return {
    id: alertName(row),
    code: row.kind,
    key: row.key,
    severity,
    what,
    next: row.closedAt === null ? next : null,
    raisedAt: law.localTime(row.raisedAt),
    changedAt: law.localTime(row.changedAt),
    closedAt: row.closedAt === null ? null : law.localTime(row.closedAt),
  };
}

/** Red while anything is critical. */
export function alertsLamp({ ledger }: Pick<Shop, "ledger">): Lamp {
  const open = ledger.alerts.open().map(spell);
  const [worst] = open.toSorted((one, other) => Number(other.severity === "critical") - Number(one.severity === "critical"));
  if (!worst) return { light: "green", message: "Nothing is open." };
  const more = open.length === 1 ? "" : ` And ${open.length - 1} more: GET /v1/alerts.`;
  return { light: worst.severity === "critical" ? "red" : "yellow", message: `${worst.what.en} ${worst.next.en}${more}` };
}
