/**
 * A pulse for the drawer's magnet, 120 ms and a pause of 240 ms. The packages' own calls leave the times out, and the printer then
 * takes what follows for them (spec/escpos.md 1.2).
 */
export function drawerPulse(pin: 2 | 5): Uint8Array {
  return Uint8Array.of(0x1b, 0x70, pin === 2 ? 0 : 1, 0x3c, 0x78);
}

/** ESC B, `times` beeps of 200 ms: known to Chinese brands only. */
export function beep(times: number): Uint8Array {
  return Uint8Array.of(0x1b, 0x42, times, 2);
}
