import type { ParcelState } from "../invoice/parcel.ts";

/** Why a document is held that has nowhere to go. */
export const noUpstream = "no-upstream";

/** Where a new document stands: with nowhere to go it is held, and says so, rather than waiting for what cannot come. */
export function admit(upstream: URL | null): { readonly state: ParcelState; readonly reason: string | null } {
  return upstream ? { state: "waiting", reason: null } : { state: "held", reason: noUpstream };
}
