import type { AlertLevel } from "./alert-level.ts";
import { houseKinds } from "./kinds/house-kinds.ts";
import { uploadKinds } from "./kinds/upload-kinds.ts";

/** Every kind of alert with its levels, from the least bad to the worst. The code is a public promise: never rename one. */
export const alertKinds = { ...uploadKinds, ...houseKinds } as const satisfies Record<
  string,
  readonly [AlertLevel, ...AlertLevel[]]
>;

export type AlertCode = keyof typeof alertKinds;

/** An alert's sentences at a level; a level beyond the last says what the last does. Null for a kind of another version. */
export function alertLevel(code: string, level: number): AlertLevel | null {
  if (!Object.hasOwn(alertKinds, code)) return null;
  const levels: readonly AlertLevel[] = alertKinds[code as AlertCode];
  return levels[Math.min(level, levels.length) - 1] ?? null;
}
