import { expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { type ListUsb, usb, usbOver } from "../../src/drivers/usb.ts";
import { PretendUsb } from "./benches/usb.ts";
import { rows } from "./fake-printer.ts";
import { talkTo, until } from "./talk.ts";

const never = new AbortController().signal;
const address = new URL("usb:///04b8/0e15");
const open = (list: ListUsb, at = address) => usbOver(list).open(at, systemClock, never);

test("the printer's interface is taken from the system's driver, and given back", async () => {
  const device = new PretendUsb();
  const port = await open(async () => [device]);
  await port.write(rows(3), never);
  await port[Symbol.asyncDispose]();
  expect(device.steps).toEqual(["open", "detach 1", "claim 1", "release 1", "attach 1", "close"]);
  expect(device.received).toEqual([0x78, 0x78, 0x78]);
});

test("where no system driver holds the printer, it is claimed all the same", async () => {
  const device = new PretendUsb();
  device.detachKernelDriver = () => Promise.reject(new Error("detachKernelDriver error: not supported"));
  await using _port = await open(async () => [device]);
  expect(device.steps).toEqual(["open", "claim 1"]);
});

test("of two printers of a kind the one with the named mark is taken", async () => {
  const devices = [new PretendUsb("A"), new PretendUsb("B")];
  await using _port = await open(async () => devices, new URL("usb:///04B8/0E15?serial=B"));
  expect(devices.map(({ steps }) => steps.length > 0)).toEqual([false, true]);
});

test("a printer with one direction only cannot talk back", async () => {
  const device = new PretendUsb();
  const [, face] = device.configuration.interfaces;
  device.configuration = {
    interfaces: [{ ...face!, alternates: face!.alternates.map((one) => ({ ...one, endpoints: one.endpoints.slice(0, 1) })) }],
  };
  await using port = await open(async () => [device]);
  expect(port.replies).toBeUndefined();
});

test("a clone that calls itself vendor specific is printed on", async () => {
  const device = new PretendUsb();
  const [, face] = device.configuration.interfaces;
  device.configuration = {
    interfaces: [{ ...face!, alternates: face!.alternates.map((one) => ({ ...one, interfaceClass: 255 })) }],
  };
  await using _port = await open(async () => [device]);
  expect(device.steps).toContain("claim 1");
});

const notInstalled = () =>
  Promise.reject(Object.assign(new Error("Cannot find package 'usb'"), { code: "ERR_MODULE_NOT_FOUND" }));
const noPrinter = () => {
  const device = new PretendUsb();
  device.configuration = { interfaces: [] };
  return Promise.resolve([device]);
};

test.each<[string, ListUsb, RegExp, RegExp]>([
  ["the package is not installed", notInstalled, /package usb, which is not installed/, /npm install usb/],
  [
    "no such device is plugged in",
    () => Promise.resolve([]),
    /No device usb:\/\/\/04b8\/0e15 is plugged in/,
    /Plug the printer in/,
  ],
  ["the device is no printer", noPrinter, /no interface a printer would have/, /usb:\/\/\/04b8/],
])("where %s, the problem says so and what to do", async (_what, list, message, hint) => {
  const refused = open(list);
  await expect(refused).rejects.toMatchObject({ code: "printer-address", detail: { hint: expect.stringMatching(hint) } });
  await expect(refused).rejects.toThrow(message);
});

test("a device that cannot be claimed is let go", async () => {
  const device = new PretendUsb();
  device.claimInterface = () => Promise.reject(new Error("claimInterface error: Permission denied"));
  await expect(open(async () => [device])).rejects.toThrow("Permission denied");
  expect(device.steps.at(-1)).toBe("close");
});

test("an unplugged printer closes the wire, and silence does not", async () => {
  const device = new PretendUsb();
  await using port = await open(async () => [device]);
  await new Promise((resolve) => setTimeout(resolve, 120)); // two waits for a reply end with nothing
  expect(port.closed.aborted).toBe(false);
  device.unplug();
  await until(() => port.closed.aborted);
  expect(port.closed.reason).toMatchObject({ message: expect.stringContaining("Disconnected") });
});

test("a job the printer stops taking is uncertain", async () => {
  const device = new PretendUsb();
  device.stalled = true;
  const talk = talkTo(address, { driver: usbOver(async () => [device]), capabilities: { answers: "no" } });
  expect((await talk.print()).result).toBe("uncertain");
  await talk.conversation.close();
});

test("the installed package lists devices, or says that this machine has no USB", async () => {
  await expect(usb.open(new URL("usb:///ffff/ffff"), systemClock, never)).rejects.toThrow(/is plugged in|getDevices error/);
});
