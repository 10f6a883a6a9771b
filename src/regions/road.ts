/** How a shop's documents reach the authority. */
export const roadWays = ["turnkey", "provider", "head-office"] as const;

export type RoadWay = (typeof roadWays)[number];

/** Words for people who read the region's language, and for those who do not. */
export interface Said {
  readonly local: string;
  readonly english: string;
}

/**
 * How a step is known to be done. `person`: somebody says so, with evidence. The others the till sees by itself: that the key
 * was checked against a known cipher, that numbers came from a file, that a test page came out, that an upload was accepted, that
 * the home is live.
 */
export type RoadProof = "person" | "way" | "clock" | "key" | "range" | "printer" | "upload" | "live";

/** Of these the till knows better than anybody says: nobody's word makes them done. */
export const seenOnly: readonly RoadProof[] = ["key", "range", "live"];

/** One step of the road to going live. */
export interface RoadStep {
  readonly id: string;
  readonly title: Said;
  /** What to do, in a sentence. */
  readonly how: string;
  /** The ways it belongs to; every way where nothing is said. */
  readonly ways?: readonly RoadWay[];
  /** Papers to hand in. */
  readonly papers?: readonly string[];
  readonly proof: RoadProof;
}

/** What a shop has to do before its invoices count. */
export interface RegionRoad {
  readonly ways: Readonly<Record<RoadWay, Said>>;
  /** In the order they are walked. */
  readonly steps: readonly RoadStep[];
}
