/** One thing a drill looked at, and whether it held. */
export interface DrillLine {
  readonly id: string;
  readonly ok: boolean;
  readonly zh: string;
  readonly en: string;
}

/** What a drill came to. Everything in it is test data. */
export interface DrillReport {
  readonly ok: boolean;
  readonly seller: string;
  readonly printer: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly lines: readonly DrillLine[];
}

/** Runs one on this machine, beside the till and without touching anything of it. */
export type Rehearse = (options: { readonly cutSeconds: number }) => Promise<DrillReport>;
