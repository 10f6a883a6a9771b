import { tcp } from "../../../src/drivers/tcp.ts";
import { FakePrinter } from "../fake-printer.ts";
import type { WireOnBench } from "./wire.ts";

export const tcpBench: WireOnBench = {
  name: "tcp",
  async bench() {
    const printer = await new FakePrinter({ frame: undefined }).listen();
    const gone = await new FakePrinter().listen();
    const deadAddress = gone.address;
    await gone.close();
    return {
      driver: tcp,
      address: printer.address,
      deadAddress,
      received: () => printer.received,
      stall: () => printer.stopReading(),
      breakOff: () => printer.reset(),
      say: (bytes) => printer.say(bytes),
      close: () => printer.close(),
    };
  },
  deviations: { finish: "it carries bytes, not jobs" },
};
