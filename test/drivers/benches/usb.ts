import type { UsbDevice } from "../../../src/drivers/usb.ts";
import { usbOver } from "../../../src/drivers/usb.ts";
import type { WireOnBench } from "./wire.ts";

/** A device as the package `usb` 3.1 shows one: transfers wait out their time, and a timeout is called "Cancelled". */
export class PretendUsb implements UsbDevice {
  readonly vendorId = 0x04b8;
  readonly productId = 0x0e15;
  readonly serialNumber: string;
  readonly steps: string[] = [];
  readonly received: number[] = [];
  stalled = false;
  gone = false;
  #said: number[] = [];
  #wake: () => void = () => {};

  constructor(serialNumber = "J3K1000001") {
    this.serialNumber = serialNumber;
  }

  configuration: NonNullable<UsbDevice["configuration"]> = {
    interfaces: [
      { interfaceNumber: 0, alternates: [{ interfaceClass: 3, alternateSetting: 0, endpoints: [] }] },
      {
        interfaceNumber: 1,
        alternates: [
          {
            interfaceClass: 7,
            alternateSetting: 0,
            endpoints: [
              { endpointNumber: 1, direction: "out", type: "bulk" },
              { endpointNumber: 2, direction: "in", type: "bulk" },
            ],
          },
        ],
      },
    ],
  };

  open = async () => this.#step("open");
  close = async () => this.#step("close");
  detachKernelDriver = async (number: number) => this.#step(`detach ${number}`);
  attachKernelDriver = async (number: number) => this.#step(`attach ${number}`);
  claimInterface = async (number: number) => this.#step(`claim ${number}`);
  releaseInterface = async (number: number) => this.#step(`release ${number}`);
  selectAlternateInterface = async (number: number, setting: number) => this.#step(`select ${number} ${setting}`);

  async nativeTransferIn(_endpoint: number, timeoutMs: number): Promise<Uint8Array> {
    const until = Date.now() + Math.min(timeoutMs, 50);
    while (this.#said.length === 0 && !this.gone && Date.now() < until) await this.#news(until - Date.now());
    if (this.gone) throw new Error("transferIn error: Disconnected");
    if (this.#said.length === 0) throw new Error("transferIn error: Cancelled");
    return Uint8Array.from(this.#said.splice(0));
  }

  async nativeTransferOut(endpoint: number, timeoutMs: number, bytes: Uint8Array): Promise<number> {
    if (endpoint !== 1) throw new Error("transferOut error: endpoint not found");
    const until = Date.now() + Math.min(timeoutMs, 400);
    while (this.stalled && !this.gone && Date.now() < until) await this.#news(until - Date.now());
    if (this.gone) throw new Error("transferOut error: Disconnected");
    if (this.stalled) throw new Error("transferOut error: Cancelled");
    const taken = bytes.subarray(0, 16_384);
    this.received.push(...taken);
    if (Buffer.from(taken).equals(Buffer.from([0x10, 0x04, 0x01]))) this.say([0x12]);
    return taken.length;
  }

  say(bytes: readonly number[]): void {
    this.#said.push(...bytes);
    this.#wake();
  }

  unplug(): void {
    this.gone = true;
    this.#wake();
  }

  #step(name: string): void {
    this.steps.push(name);
  }

  #news(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const before = this.#wake;
      this.#wake = () => {
        clearTimeout(timer);
        before();
        resolve();
      };
    });
  }
}

export const usbBench: WireOnBench = {
  name: "usb, on a pretend device",
  butNot: "not on a real USB printer",
  async bench() {
    const device = new PretendUsb();
    return {
      driver: usbOver(async () => [device]),
      address: new URL("usb:///04b8/0e15"),
      deadAddress: new URL("usb:///04b8/0202"),
      received: () => Uint8Array.from(device.received),
      stall: () => {
        device.stalled = true;
      },
      breakOff: () => device.unplug(),
      say: (bytes) => device.say(bytes),
      close: async () => device.unplug(),
    };
  },
  deviations: { finish: "it carries bytes, not jobs" },
};
