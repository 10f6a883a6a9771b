import { refuse } from "../../../invoice/problems.ts";
import type { Shop } from "../../shop.ts";

/** Exactly one till of a shop takes what is delivered once for all of them. Throws `not-importer` on every other. */
export function assertImporter({ settings }: Pick<Shop, "settings">): void {
  if (settings.importer) return;
  throw refuse("not-importer", "This till is not the one of its shop that takes deliveries and reports for all tills.", {
    hint: "Do it on the till whose tillseal.yaml says `importer: true`. A share of the platform's CSV may be imported here.",
  });
}
