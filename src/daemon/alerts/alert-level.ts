export const severities = ["notice", "warning", "critical"] as const;

export type Severity = (typeof severities)[number];

/** The same sentence for the shop and for whoever helps it. `{name}` is filled from the facts. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One level of an alert: how much it matters, what happened, and what to do next. */
export interface AlertLevel {
  readonly severity: Severity;
  readonly what: Words;
  readonly next: Words;
}
