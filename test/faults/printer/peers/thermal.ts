import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import type { Peer } from "./peer.ts";

/** node-thermal-printer as its readme shows it: its own network interface, and `execute`. */
export const thermal: Peer = {
  name: "node-thermal-printer",
  patienceMs: 8000,
  print({ bytes }, { url }) {
    const printer = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: url, options: { timeout: 3000 } });
    printer.setBuffer(Buffer.from(bytes));
    const says = printer.execute().then(
      () => ({ said: "success", words: "resolved" }) as const,
      (error: unknown) => ({ said: "error", words: error instanceof Error ? error.message : String(error) }) as const,
    );
    return { says };
  },
};
