import type { Answer, Parcel } from "./upstream.ts";

/** What delivering needs of the books. Every promise resolves once what it did is on disk. */
export interface Outbox {
  /** What may go now, most pressing first: never a parcel whose thread has an earlier one under way. */
  due(limit: number): readonly Parcel[];
  /** What was handed over and should be asked about now. */
  unanswered(limit: number): readonly Parcel[];
  /** Written before a byte leaves, so that a death in between leaves a question and never a second delivery. */
  send(parcels: readonly Parcel[]): Promise<void>;
  /** Takes in what upstream said of parcels that are under way. */
  conclude(parcels: readonly Parcel[], answer: Answer): Promise<void>;
  /** Lets what waited for another document try once more. Returns how many. */
  release(): Promise<number>;
}
