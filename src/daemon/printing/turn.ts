import type { PrintJob } from "../../drivers/conversation.ts";

/** How a thing on its way to paper moves on. A subset of what slips and tickets both know. */
export type TurnEvent = "confirmed" | "unanswerable" | "broke" | "late-id";

/** What is next on a printer, and how its moves are written down. Every move is on disk when its promise resolves. */
export interface Turn {
  /** What it is called in a log: `slip 7`. */
  readonly name: string;
  /** Four characters that the printer echoes. */
  readonly jobId: string;
  /** It must wait until the printer holds nothing of an earlier try. */
  readonly afterClear: boolean;
  /** Its bytes, made when its turn comes. */
  job(): Pick<PrintJob, "pieces" | "paperMm">;
  /** Bytes are about to leave. False when it was dropped meanwhile: then none may. */
  start(): Promise<boolean>;
  finish(event: TurnEvent, note?: { mark?: string; reason?: string }): Promise<void>;
  /** No byte left: it waits again, unless there is no use for it any more. */
  again(reason: string): Promise<void>;
}
