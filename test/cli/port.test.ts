import { expect, test } from "vitest";
import { portOf } from "../../src/cli/port.ts";

test("a port on the command line is a whole number up to 65535", () => {
  expect(portOf("8455")).toEqual({ port: 8455 });
  expect(portOf("0")).toEqual({ port: 0 });
  expect(portOf("65535")).toEqual({ port: 65_535 });
});

test("no port given is none chosen", () => {
  expect(portOf(undefined)).toEqual({});
});

test.each(["", "65536", "-1", "80.5", "http", "0x50", "1e3", " 80"])("%j is no port", (text) => {
  expect(() => portOf(text)).toThrow("is not a port");
});
