import { cups } from "./cups.ts";
import type { PrinterDriver } from "./driver.ts";
import { file } from "./file.ts";
import { serial } from "./serial.ts";
import { tcp } from "./tcp.ts";
import { usb } from "./usb.ts";
import { winspool } from "./winspool.ts";
import { noSuchAddress } from "./wire/address.ts";

export { driverProblems } from "./wire/address.ts";

/** Every wire the daemon ships, by the scheme of the printer's address. Add a line to add a wire. */
export const drivers: Readonly<Record<string, PrinterDriver>> = {
  "tcp:": tcp,
  "file:": file,
  "serial:": serial,
  "usb:": usb,
  "cups:": cups,
  "winspool:": winspool,
};

/** The wire for an address like `tcp://192.168.1.50:9100`. Throws the problem `printer-address` for one that can never be reached. */
export function driverOf(address: URL): PrinterDriver {
  const driver = wireOf(address);
  if (driver) {
    driver.check?.(address);
    return driver;
  }
  if (/^ipps?:$/.test(address.protocol)) {
    throw noSuchAddress(
      `"${address.protocol}//" is for A4 pages; slips cannot be printed by it.`,
      "Name the slip printer itself by tcp://192.168.1.50:9100, or a raw CUPS queue of it by cups:///name.",
    );
  }
  const schemes = Object.keys(drivers).map((scheme) => `${scheme}//`);
  throw noSuchAddress(
    `No printer can be reached by "${address.protocol}".`,
    `Write the printer's address with one of ${schemes.join(", ")}, for example tcp://192.168.1.50:9100.`,
  );
}

/** How many bytes a second the wire takes, where the address says so: a serial line's baud. Otherwise the model's data counts. */
export function speedOf(address: URL): number | undefined {
  return wireOf(address)?.bytesPerSecond?.(address);
}

function wireOf({ protocol }: URL): PrinterDriver | undefined {
  return Object.hasOwn(drivers, protocol) ? drivers[protocol] : undefined;
}
