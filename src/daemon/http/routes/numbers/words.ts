import type { Share } from "../../../../regions/numbers.ts";
import type { Shop } from "../../../shop.ts";
import { refuse } from "../../door/problems.ts";

/** Reads `1/3`, or throws `request-invalid`. */
export function shareOf({ region }: Pick<Shop, "region">, text: string, path = "share"): Share {
  const share = region.numbers.shareFromText(text);
  if (share) return share;
  throw refused(path, `"${text}" is no share such as 1/3.`);
}

/** Reads a period in any of its written forms, or throws `request-invalid`. */
export function periodOf({ region }: Pick<Shop, "region">, text: string): string {
  const period = region.numbers.periodFromText(text);
  if (period !== null) return period;
  throw refused("period", `"${text}" is no period such as 11512.`);
}

function refused(path: string, message: string) {
  return refuse("request-invalid", message, { faults: [{ path, code: "invalid", message }], hint: "Mend what `faults` names." });
}
