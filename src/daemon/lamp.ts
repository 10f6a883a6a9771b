export type Light = "green" | "yellow" | "red";

/** One thing that can be well or not, with what to do about it. */
export interface Lamp {
  readonly light: Light;
  readonly message: string;
}

/** The worst light of all. */
export function worst(lamps: readonly Lamp[]): Light {
  for (const light of ["red", "yellow"] as const) if (lamps.some((lamp) => lamp.light === light)) return light;
  return "green";
}
