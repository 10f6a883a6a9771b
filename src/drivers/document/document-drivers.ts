import { problemsOf } from "../../base/problem.ts";
import type { driverProblems } from "../drivers.ts";
import type { DocumentDriver } from "./document-driver.ts";
import { ipp } from "./ipp.ts";
import { systemQueue } from "./system-queue.ts";

/** Every way a document gets to a system printer, by the scheme of the printer's address. Add a line to add a way. */
export const documentDrivers: Readonly<Record<string, DocumentDriver>> = { "ipp:": ipp, "system:": systemQueue };

const problem = problemsOf<typeof driverProblems>({ "printer-address": { mendedBy: "operator" } });

/** The way to an address like `ipp://192.168.1.60/ipp/print`. Throws the problem `printer-address` for a scheme nobody serves. */
export function documentDriverOf(address: URL): DocumentDriver {
  const driver = Object.hasOwn(documentDrivers, address.protocol) ? documentDrivers[address.protocol] : undefined;
  if (driver) return driver;
  const schemes = Object.keys(documentDrivers).map((scheme) => `${scheme}//`);
  throw problem("printer-address", `No system printer can be reached by "${address.protocol}".`, {
    hint: `Write its address with one of ${schemes.join(", ")}, for example ipp://192.168.1.60:631/ipp/print.`,
  });
}
