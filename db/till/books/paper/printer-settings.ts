import { eq } from "drizzle-orm";
import type { Drizzle } from "../../file/drizzle.ts";
import { printerSettings } from "../../schema.ts";

export type PrinterSettings = Omit<typeof printerSettings.$inferSelect, "printer">;

const untouched: PrinterSettings = { paused: 0, feedReprints: 0, probed: null, probedAt: null };

/** What people decided about each printer, and what a probe found; printers nobody touched have no row. */
export function printerSettingsBook(db: Drizzle) {
  return {
    of: (printer: string): PrinterSettings =>
      db.select().from(printerSettings).where(eq(printerSettings.printer, printer)).get() ?? untouched,
    set(printer: string, change: Partial<PrinterSettings>): void {
      db.insert(printerSettings)
        .values({ printer, ...change })
        .onConflictDoUpdate({ target: printerSettings.printer, set: change })
        .run();
    },
  };
}
