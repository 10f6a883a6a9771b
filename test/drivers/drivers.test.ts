import { expect, test } from "vitest";
import { Problem } from "../../src/base/problem.ts";
import { driverOf, drivers, speedOf } from "../../src/drivers/drivers.ts";

function refusal(address: string): Problem {
  try {
    driverOf(new URL(address));
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error(`${address} was not refused`);
}

test.each([
  ["tcp://192.168.1.50:9100", "tcp:"],
  ["file:///dev/usb/lp0", "file:"],
  ["serial:///dev/ttyUSB0?baud=19200&flow=software&bits=7&parity=even&stop=2", "serial:"],
  ["serial:///COM3", "serial:"],
  ["usb:///04b8/0e15?serial=J3K1", "usb:"],
  ["cups:///till", "cups:"],
])("%s has its wire", (address, scheme) => {
  expect(driverOf(new URL(address))).toBe(drivers[scheme]);
});

test.each(["http://192.168.1.50/", "constructor:x"])("%s is refused with the schemes that work", (address) => {
  const { code, detail } = refusal(address);
  expect(code).toBe("printer-address");
  for (const scheme of ["tcp", "file", "serial", "usb", "cups", "winspool"]) expect(detail.hint).toContain(`${scheme}://`);
});

test.each([
  "ipp://printer/ipp/print",
  "ipps://printer/ipp/print",
])("%s is refused as a slip printer, with what to name instead", (address) => {
  const { message, detail } = refusal(address);
  expect(message).toContain("A4");
  expect(detail.hint).toContain("cups:///");
});

test.each([
  ["serial:///dev/ttyUSB0?speed=9600", "url.speed", /"speed", which means nothing here/],
  ["serial:///dev/ttyUSB0?baud=9601", "url.baud", /9601.*not one of/],
  ["serial:///dev/ttyUSB0?baud=", "url.baud", /not one of/],
  ["serial:///dev/ttyUSB0?flow=rts", "url.flow", /hardware, software, none/],
  ["serial:///dev/ttyUSB0?bits=9", "url.bits", /8, 7/],
  ["serial:///dev/ttyUSB0?parity=mark", "url.parity", /none, even, odd/],
  ["serial:///dev/ttyUSB0?stop=1.5", "url.stop", /1, 2/],
  ["serial:///dev/ttyUSB0?baud=9600&baud=19200", "url.baud", /twice/],
  ["serial://COM3", "url.path", /three slashes/],
  ["serial:///etc/passwd", "url.path", /neither a device/],
  ["serial:///dev/tty%00USB0", "url.path", /control character/],
  ["serial:///dev/tty%ZZ", "url.path", /hexadecimal/],
  ["serial:///", "url.path", /names nothing/],
  ["usb:///04b8", "url.path", /two times four digits/],
  ["usb:///04b8/0e15/1", "url.path", /two times four digits/],
  ["usb:///04b8/0e15?port=1", "url.port", /It may say serial/],
  ["usb:///04b8/0e15?serial=", "url.serial", /empty/],
  ["usb://04b8/0e15", "url.path", /three slashes/],
  ["cups:///-o", "url.path", /cannot be the name of a queue/],
  ["cups:///a%20b", "url.path", /cannot be the name of a queue/],
  ["cups:///a,b", "url.path", /cannot be the name of a queue/],
  ["cups:///a%0Ab", "url.path", /control character/],
  ["cups:///till?raw=1", "url.raw", /takes no settings/],
  ["cups://till", "url.path", /three slashes/],
])("%s is refused, and the refusal names %s", (address, part, why) => {
  const { code, message, detail } = refusal(address);
  expect(code).toBe("printer-address");
  expect(message).toMatch(why);
  expect(detail.faults?.map(({ path }) => path)).toEqual([part]);
  expect(detail.hint).toMatch(/^Write /);
});

test("a serial line is as fast as its baud says, ten bits a byte, and other wires leave it to the model", () => {
  expect(speedOf(new URL("serial:///dev/ttyUSB0?baud=19200"))).toBe(1920);
  expect(speedOf(new URL("serial:///dev/ttyUSB0"))).toBe(960);
  expect(speedOf(new URL("tcp://192.168.1.50"))).toBeUndefined();
  expect(speedOf(new URL("http://192.168.1.50"))).toBeUndefined();
});
