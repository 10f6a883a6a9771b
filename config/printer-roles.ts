/** What a printer may be for. */
export const printerRoles = ["proof", "details", "receipt", "kitchen"] as const;
export type PrinterRole = (typeof printerRoles)[number];

interface RoledPrinter {
  readonly name: string;
  readonly roles?: readonly PrinterRole[] | undefined;
  readonly fallback?: string | undefined;
}

/** Which printer a paper goes to: the first that is said to be for it, else the first that is for anything, else the first. */
export function printerFor(printers: readonly RoledPrinter[], role: PrinterRole): string | undefined {
  const named = printers.find(({ roles }) => roles?.includes(role));
  return (named ?? printers.find(({ roles }) => roles === undefined) ?? printers[0])?.name;
}

/** What is wrong with who stands in for whom, in words; null where nothing is. */
export function fallbackFault(printers: readonly RoledPrinter[]): string | null {
  const byName = new Map(printers.map((printer) => [printer.name, printer]));
  for (const { name, fallback } of printers) {
    if (fallback === undefined) continue;
    if (fallback === name) return `printer "${name}" cannot be its own fallback`;
    if (!byName.has(fallback)) return `the fallback of "${name}" is "${fallback}", and there is no such printer`;
    if (reaches(byName, fallback, name)) return `the fallbacks of "${name}" lead back to it: paper would go in circles`;
  }
  return null;
}

function reaches(byName: ReadonlyMap<string, RoledPrinter>, from: string, to: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = from; at !== undefined && !seen.has(at); at = byName.get(at)?.fallback) {
    if (at === to) return true;
    seen.add(at);
  }
  return false;
}
