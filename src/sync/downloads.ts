import type { Awards } from "../regions/tw/messages/download/awards.ts";

/** What comes down without having been asked for, handed to whoever keeps it. Both may meet the same file again after a restart. */
export interface Downloads {
  /** Numbers the authority grants, as the file came. */
  ranges(bytes: Uint8Array, name: string): Promise<void>;
  /** Invoices that won a prize. */
  awards(awards: Awards, name: string): Promise<void>;
}
