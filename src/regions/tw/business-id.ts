import type { Fault } from "../../base/problem.ts";

const weights = [1, 2, 1, 2, 1, 2, 4, 1] as const;

/** Whether eight digits are a 統一編號 by the rule in force since 2023-04-01: modulus 5 (spec/taiwan.md 3.1). */
export function isBusinessId(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  const digits = [...text].map(Number);
  const checksum = digits.reduce((total, digit, index) => total + digitSum(digit * weights[index]!), 0);
  // A seventh digit 7 gives 28 → 10, which may count as 1 or as 0.
  return checksum % 5 === 0 || (digits[6] === 7 && (checksum + 1) % 5 === 0);
}

function digitSum(product: number): number {
  return Math.floor(product / 10) + (product % 10);
}

/** The one thing that can be wrong with a 統一編號, said where it stands. */
export function businessIdFaults(path: string, text: string): Fault[] {
  if (isBusinessId(text)) return [];
  const message = `${text} is not a 統一編號: eight digits whose check sum is divisible by 5.`;
  return [{ path, code: "business-id", message }];
}
