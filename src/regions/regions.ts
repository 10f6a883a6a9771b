import type { Region } from "./region.ts";
import { tw } from "./tw/tw.ts";

/** Every country Tillseal knows, by the `region` of the configuration. Add a line to add a country. */
export const regions = { tw } as const satisfies Record<string, Region>;

export type RegionId = keyof typeof regions;

export const regionIds = Object.keys(regions) as [RegionId, ...RegionId[]];
