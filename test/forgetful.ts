import type { Witness } from "../src/daemon/home/witness.ts";

/** Knows of no home: for tills whose past is not what a test is about. */
export const forgetful: Witness = { recall: () => null, keep: () => {} };
