import type { AlertRow } from "../../../db/till/books/alerts.ts";
import { alertLevel } from "./alert-kinds.ts";
import type { AlertLevel } from "./alert-level.ts";
import type { Facts } from "./trouble.ts";

/** What an alert of a version this one does not know says. */
const unknown: AlertLevel = {
  severity: "warning",
  what: { zh: "其他版本的警示。", en: "An alert of another version." },
  next: { zh: "請更新 Tillseal。", en: "Update Tillseal." },
};

/** An alert in words, its sentences filled. */
export function spell({ kind, level, facts }: Pick<AlertRow, "kind" | "level" | "facts">): AlertLevel {
  const { severity, what, next } = alertLevel(kind, level) ?? unknown;
  const filled = JSON.parse(facts) as Facts;
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(filled[name] ?? whole));
  return { severity, what: { zh: fill(what.zh), en: fill(what.en) }, next: { zh: fill(next.zh), en: fill(next.en) } };
}

/** An alert's own name, the same however often it is told of; a restored home never gives it to another. */
export function alertName({ id, raisedAt }: Pick<AlertRow, "id" | "raisedAt">): string {
  return `${raisedAt.toString(36)}-${id}`;
}
