import { problemsOf } from "../base/problem.ts";
import type { PrinterDriver } from "./driver.ts";
import { file } from "./file.ts";
import { tcp } from "./tcp.ts";

/** Every wire the daemon ships, by the scheme of the printer's address. Add a line to add a wire. */
export const drivers: Readonly<Record<string, PrinterDriver>> = { "tcp:": tcp, "file:": file };

/** Every way this room can refuse a request. */
export const driverProblems = { "printer-address": { mendedBy: "operator" } } as const;
const problem = problemsOf(driverProblems);

/** The wire for an address like `tcp://192.168.1.50:9100`. Throws the problem `printer-address` for a scheme nobody serves. */
export function driverOf(address: URL): PrinterDriver {
  const driver = Object.hasOwn(drivers, address.protocol) ? drivers[address.protocol] : undefined;
  if (driver) return driver;
  const schemes = Object.keys(drivers).map((scheme) => `${scheme}//`);
  throw problem("printer-address", `No printer can be reached by "${address.protocol}".`, {
    hint: `Write the printer's address with one of ${schemes.join(", ")}, for example tcp://192.168.1.50:9100.`,
  });
}
