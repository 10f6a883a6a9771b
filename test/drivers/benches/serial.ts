import { serial } from "../../../src/drivers/serial.ts";
import { aTerminal, noTerminal } from "./terminal.ts";
import type { WireOnBench } from "./wire.ts";

export const serialBench: WireOnBench = {
  name: "serial, on a pseudo terminal",
  missing: noTerminal,
  butNot: "not on a real line, where baud, parity and the busy wires count",
  async bench() {
    const terminal = await aTerminal();
    return {
      driver: serial,
      address: new URL(`serial://${terminal.path}?baud=115200`),
      deadAddress: new URL("serial:///dev/no-such-line"),
      received: () => terminal.printer.received,
      stall: () => terminal.printer.stopReading(),
      breakOff: terminal.unplug,
      say: (bytes) => terminal.printer.say(bytes),
      close: terminal.close,
    };
  },
  deviations: { finish: "it carries bytes, not jobs" },
};
