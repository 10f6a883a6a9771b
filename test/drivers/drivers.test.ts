import { expect, test } from "vitest";
import { Problem } from "../../src/base/problem.ts";
import { driverOf, drivers } from "../../src/drivers/drivers.ts";

test("each scheme has its wire", () => {
  expect(driverOf(new URL("tcp://192.168.1.50:9100"))).toBe(drivers["tcp:"]);
  expect(driverOf(new URL("file:///dev/usb/lp0"))).toBe(drivers["file:"]);
});

test.each([
  "http://192.168.1.50/",
  "constructor:x",
  "usb:///04b8/0202",
])("%s is refused with the schemes that work", (address) => {
  const refused = () => driverOf(new URL(address));
  expect(refused).toThrow(Problem);
  expect(refused).toThrow(
    expect.objectContaining({ code: "printer-address", detail: { hint: expect.stringMatching(/tcp:\/\/.*file:\/\//) } }),
  );
});
