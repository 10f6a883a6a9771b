/** How it behaves. Figures from 0 to 1 are how often. */
export interface Moods {
  /** Between taking a file and its result. */
  readonly slowMs: number;
  /** How many files it packs together. */
  readonly packSize: number;
  /** Takes files in any order. */
  readonly reorders: boolean;
  /** Loses a file it took, unsent. */
  readonly loses: number;
  /** Sends a package twice. */
  readonly doubles: number;
  /** Puts a sound file into ERR. */
  readonly refuses: number;
  /** The platform answers with an error of its own, E0001, and stores nothing. */
  readonly stumbles: number;
  /** Beside a result lies an empty or torn one. */
  readonly litters: number;
  /** SummaryResult as the schema has it, or as it arrives. */
  readonly shape: "schema" | "arriving";
  /** The old namespaces, and the messages' old names. */
  readonly old: boolean;
  /** Takes nothing. */
  readonly asleep: boolean;
}

export const wellBehaved: Moods = {
  slowMs: 0,
  packSize: 1000,
  reorders: false,
  loses: 0,
  doubles: 0,
  refuses: 0,
  stumbles: 0,
  litters: 0,
  shape: "arriving",
  old: false,
  asleep: false,
};

/** All at once, each now and then. */
export const misbehaved: Moods = {
  ...wellBehaved,
  slowMs: 3_000,
  packSize: 300,
  reorders: true,
  loses: 0.005,
  doubles: 0.05,
  stumbles: 0.005,
  litters: 0.1,
  old: true,
};
