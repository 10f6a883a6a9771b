import type { Lamp, Light } from "../lamp.ts";
import type { Patient } from "./patient.ts";

/** One thing that was looked at. */
export interface Finding {
  readonly light: Light;
  readonly seen: string;
  /** What to do about it; null where nothing is to be done. */
  readonly todo: string | null;
}

/** Findings that belong together: `numbers`, `printers`. */
export interface Group {
  readonly name: string;
  readonly findings: readonly Finding[];
}

export type Examine = (patient: Patient) => readonly Finding[] | Promise<readonly Finding[]>;

export function green(seen: string): Finding {
  return { light: "green", seen, todo: null };
}

export function yellow(seen: string, todo: string): Finding {
  return { light: "yellow", seen, todo };
}

export function red(seen: string, todo: string): Finding {
  return { light: "red", seen, todo };
}

/** A lamp of the till's status as a finding; what to do about it where it does not burn green. */
export function ofLamp({ light, message }: Lamp, todo: string): Finding {
  return { light, seen: message, todo: light === "green" ? null : todo };
}

/** What goes wrong inside is a finding like any other: the doctor looks at the rest all the same. */
export function orRed(look: () => readonly Finding[], todo: string): readonly Finding[] {
  try {
    return look();
  } catch (error) {
    return [red(error instanceof Error ? error.message : String(error), todo)];
  }
}
