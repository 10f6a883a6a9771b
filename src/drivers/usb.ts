import type { Clock } from "../base/clock.ts";
import type { PrinterDriver, PrinterPort } from "./driver.ts";
import { noSuchAddress, onlySettings, pathOf, wrongAddress } from "./wire/address.ts";
import { asError, unlessAborted } from "./wire/giving-up.ts";
import { openInbox } from "./wire/inbox.ts";

const hint =
  "Write usb:///04b8/0e15: the maker's and the product's four hexadecimal digits, as lsusb or the device manager shows them, " +
  "and ?serial=… where two of a kind are plugged in.";

/** USB's own number for printers. */
const printerClass = 7;

/** One wait for a reply. Ended by the package, not by us: nothing else can end a transfer. */
const listenMs = 1_000;

/** A printer that takes nothing for so long is given up, and then nobody knows how much it took. */
const takeMs = 10_000;

/** A closing wire waits so long for transfers under way. */
const graceMs = 3_000;

const replyBytes = 512;

interface UsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: "in" | "out";
  readonly type: string;
}

interface UsbAlternate {
  readonly interfaceClass: number;
  readonly alternateSetting: number;
  readonly endpoints: readonly UsbEndpoint[];
}

/** A plugged-in device, as far as the package `usb` gives one. */
export interface UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | null | undefined;
  readonly configuration?:
    | { readonly interfaces: readonly { readonly interfaceNumber: number; readonly alternates: readonly UsbAlternate[] }[] }
    | undefined;
  open(): Promise<void>;
  close(): Promise<void>;
  detachKernelDriver(interfaceNumber: number): Promise<void>;
  attachKernelDriver(interfaceNumber: number): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  releaseInterface(interfaceNumber: number): Promise<void>;
  selectAlternateInterface(interfaceNumber: number, alternateSetting: number): Promise<void>;
  nativeTransferIn(endpoint: number, timeoutMs: number, length: number): Promise<Uint8Array | null>;
  nativeTransferOut(endpoint: number, timeoutMs: number, bytes: Uint8Array): Promise<number>;
}

/** Lists what is plugged in; rejects with the code ERR_MODULE_NOT_FOUND where the package is not installed. */
export type ListUsb = () => Promise<readonly UsbDevice[]>;

/** A printer on USB, past the system's own printer driver: `usb:///04b8/0e15?serial=J3K1000001`. */
export const usb: PrinterDriver = usbOver(async () => {
  const { usb } = await import("usb");
  return await usb.getDevices();
});

/** The same on any package that lists USB devices. */
export function usbOver(list: ListUsb): PrinterDriver {
  return {
    check: (address) => void wantedBy(address),
    async open(address, clock, signal) {
      const wanted = wantedBy(address);
      signal.throwIfAborted();
      const device = await find(list, wanted, signal);
      const opening = claim(device);
      try {
        return portOn(device, await unlessAborted(opening, signal), clock);
      } catch (error) {
        if (signal.aborted) opening.then(({ number }) => letGo(device, number)).catch(() => {});
        throw error;
      }
    },
  };
}

interface Wanted {
  readonly vendorId: number;
  readonly productId: number;
  readonly serial: string | null;
  readonly text: string;
}

function wantedBy(address: URL): Wanted {
  onlySettings(address, ["serial"], hint);
  const path = pathOf(address, hint);
  const [, vendor, product] = /^([0-9a-f]{4})\/([0-9a-f]{4})$/i.exec(path) ?? [];
  if (vendor === undefined || product === undefined) throw wrongAddress("path", `"${path}" is not two times four digits.`, hint);
  const serial = address.searchParams.get("serial");
  if (serial === "") throw wrongAddress("serial", "The device's own mark is empty.", hint);
  return { vendorId: Number.parseInt(vendor, 16), productId: Number.parseInt(product, 16), serial, text: address.href };
}

async function find(list: ListUsb, { vendorId, productId, serial, text }: Wanted, signal: AbortSignal): Promise<UsbDevice> {
  const devices = await unlessAborted(list().catch(explain), signal);
  const device = devices.find(
    (one) => one.vendorId === vendorId && one.productId === productId && (serial === null || one.serialNumber === serial),
  );
  if (device) return device;
  throw noSuchAddress(
    `No device ${text} is plugged in.`,
    "Plug the printer in and switch it on, or look up its numbers with lsusb.",
  );
}

function explain(error: unknown): never {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
  throw noSuchAddress(
    "USB printers need the package usb, which is not installed.",
    "Install it beside the till: npm install usb.",
    error,
  );
}

interface Claimed {
  readonly number: number;
  readonly out: number;
  /** Absent on printers with one direction only. */
  readonly into: number | undefined;
}

async function claim(device: UsbDevice): Promise<Claimed> {
  await device.open();
  try {
    const faces = (device.configuration?.interfaces ?? []).flatMap(({ interfaceNumber, alternates }) =>
      alternates.map((face) => ({ number: interfaceNumber, ...face, ...bulkEnds(face) })),
    );
    // Clones call themselves "vendor specific"; then the first interface that takes bytes must be it.
    const takers = faces.filter((face) => face.out !== undefined);
    const printers = takers.filter(({ interfaceClass }) => interfaceClass === printerClass);
    const face = printers.find(({ into }) => into !== undefined) ?? printers[0] ?? takers[0];
    if (face?.out === undefined) throw noSuchAddress("The USB device has no interface a printer would have.", hint);
    // Fails where no system driver holds it, and on systems that have none.
    await device.detachKernelDriver(face.number).catch(() => {});
    await device.claimInterface(face.number);
    if (face.alternateSetting !== 0) await device.selectAlternateInterface(face.number, face.alternateSetting);
    return { number: face.number, out: face.out, into: face.into };
  } catch (error) {
    await device.close().catch(() => {});
    throw error;
  }
}

function bulkEnds({ endpoints }: UsbAlternate): { out: number | undefined; into: number | undefined } {
  const end = (direction: "in" | "out") =>
    endpoints.find((endpoint) => endpoint.type === "bulk" && endpoint.direction === direction)?.endpointNumber;
  return { out: end("out"), into: end("in") };
}

function portOn(device: UsbDevice, { number, out, into }: Claimed, clock: Clock): PrinterPort {
  const closed = new AbortController();
  const inbox = openInbox();
  const close = (reason: unknown) => {
    inbox.end();
    if (!closed.signal.aborted) closed.abort(asError(reason));
  };
  const listening = into === undefined ? Promise.resolve() : hear(device, into, { inbox, closed: closed.signal }).catch(close);
  // One transfer at a time: one that was given up may still be on its way.
  let turn: Promise<void> = Promise.resolve();
  const shut = async () => {
    const over = new AbortController();
    const grace = clock.sleep(graceMs, over.signal);
    await Promise.race([turn, grace]);
    close(new Error("the USB device was let go"));
    await Promise.race([listening, grace]);
    over.abort();
    await letGo(device, number);
  };
  let closing: Promise<void> | undefined;
  return {
    ...(into === undefined ? {} : { replies: inbox.replies }),
    closed: closed.signal,
    async write(bytes, signal) {
      closed.signal.throwIfAborted();
      signal.throwIfAborted();
      const sending = turn.then(() => send(device, out, { bytes: Uint8Array.from(bytes), signals: [closed.signal, signal] }));
      turn = sending.catch((error) => void (signal.aborted || close(error)));
      await unlessAborted(sending, signal);
    },
    async [Symbol.asyncDispose]() {
      closing ??= shut();
      await closing;
    },
  };
}

async function send(device: UsbDevice, out: number, job: { bytes: Uint8Array; signals: readonly AbortSignal[] }): Promise<void> {
  for (let rest = job.bytes; rest.length > 0; ) {
    for (const signal of job.signals) signal.throwIfAborted();
    rest = rest.subarray(await device.nativeTransferOut(out, takeMs, rest));
  }
}

async function hear(
  device: UsbDevice,
  into: number,
  { inbox, closed }: { inbox: { push(chunk: Uint8Array): void }; closed: AbortSignal },
): Promise<void> {
  while (!closed.aborted) {
    try {
      const chunk = await device.nativeTransferIn(into, listenMs, replyBytes);
      if (chunk && chunk.length > 0) inbox.push(chunk);
    } catch (error) {
      // The package's word for "nothing came in time"; every other word is a fault or an unplugged printer.
      if (!/cancell?ed/i.test(asError(error).message)) throw error;
    }
  }
}

async function letGo(device: UsbDevice, number: number): Promise<void> {
  await device.releaseInterface(number).catch(() => {});
  await device.attachKernelDriver(number).catch(() => {});
  await device.close().catch(() => {});
}
