import type { AlertRow } from "../../../db/till/books/alerts.ts";
import type { PrinterFault } from "../../drivers/status.ts";
import { alertLevel } from "./alert-kinds.ts";
import type { AlertLevel, Words } from "./alert-level.ts";
import { faultWords } from "./fault-words.ts";
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
  const fill = (words: Words): Words => ({ zh: inWords(words.zh, filled, "zh"), en: inWords(words.en, filled, "en") });
  return { severity, what: fill(what), next: fill(next) };
}

function inWords(text: string, facts: Facts, language: keyof Words): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = String(facts[name] ?? whole);
    return name === "faults" ? faultsInWords(fact, language) : toTheMinute(fact);
  });
}

/** A moment with its seconds and its distance from Greenwich is for machines. */
function toTheMinute(fact: string): string {
  return fact.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d[+-]\d\d:\d\d$/, "$1 $2");
}

function faultsInWords(faults: string, language: keyof Words): string {
  const words = faults.split(", ").map((fault) => faultWords[fault as PrinterFault]?.[language] ?? fault);
  return words.join(language === "zh" ? "、" : ", ");
}

/** An alert's own name, the same however often it is told of; a restored home never gives it to another. */
export function alertName({ id, raisedAt }: Pick<AlertRow, "id" | "raisedAt">): string {
  return `${raisedAt.toString(36)}-${id}`;
}
