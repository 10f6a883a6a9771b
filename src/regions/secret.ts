import type { Fault } from "../base/problem.ts";

export type SecretRead =
  | { readonly result: "read"; readonly hex: string }
  | { readonly result: "refused"; readonly fault: Fault };

/** The region's own secret behind what is printed: where it comes from, and how it is checked before it is used. */
export interface RegionSecret {
  /** From hexadecimal digits, as a provider hands them over. */
  fromHex(hex: string): SecretRead;
  /** From the words the authority derives it of. */
  fromPassphrase(passphrase: string): SecretRead;
  /** Whether the key makes exactly the known text, written as `NUMBER+RANDOM=CIPHER`; null when that is not of this form. */
  proves(hex: string, known: string): boolean | null;
}
