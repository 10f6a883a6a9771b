import type { Fault } from "../faults.ts";
import type { PrinterModel } from "../models.ts";

/** How often the status is sent whether it has changed or not; nothing when only changes are told. */
export function statusEveryMs(model: PrinterModel, fault: Fault): number | undefined {
  if (fault === "asb-flood") return 5;
  return fault === "asb-periodic" ? 1000 : model.automaticStatusEveryMs;
}

/** Stray bytes that are no reply, by turns. */
const strays: readonly number[] = [0xff, 0x95, 0x80, 0xfe, 0x9b];
const [xon, xoff] = [0x11, 0x13];

/** What a bad line or board makes of a reply; `count` says how many there were before. */
export function disturbed(bytes: Uint8Array, fault: Fault, count: number): Uint8Array {
  const stray = (offset: number) => strays[(count + offset) % strays.length]!;
  if (fault === "noise") return Uint8Array.of(stray(0), ...bytes, stray(2), stray(3));
  if (fault === "flow-signs")
    return Uint8Array.of(xon, bytes[0]!, ...(bytes.length > 1 ? [xoff] : []), ...bytes.subarray(1), xoff, xon);
  if (fault === "surplus-replies") return Uint8Array.of(...bytes, ...(isEotAnswer(bytes) ? [...bytes, 0x12] : []));
  return bytes;
}

/** What the bytes of a reply come as: in one piece, or one by one. */
export function pieces(bytes: Uint8Array, fault: Fault): readonly Uint8Array[] {
  return fault === "asb-split" ? [...bytes].map((byte) => Uint8Array.of(byte)) : [bytes];
}

function isEotAnswer(bytes: Uint8Array): boolean {
  return bytes.length === 1 && (bytes[0]! & 0x93) === 0x12;
}
