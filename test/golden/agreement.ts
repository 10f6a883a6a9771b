export function disagreements(_: unknown): string[] {
  return [];
}
