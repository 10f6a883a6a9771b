import { expect, test } from "vitest";
import { aTill } from "../../till/a-till.ts";

const world = {
  driverOf: () => ({
    open() {
      throw new Error("nothing is opened before the loops run");
    },
  }),
};

test("a printer on a serial line is waited for as its baud says, any other as its model says", async () => {
  const printers = [
    { name: "slow", url: "serial:///dev/ttyS0?baud=9600", model: "epson-203-58" as const },
    { name: "quick", url: "tcp://127.0.0.1:9", model: "epson-203-58" as const },
  ];
  await using till = await aTill({ config: { printers }, world });
  const speeds = ["slow", "quick"].map((name) => till.till.printers.get(name)?.capabilities);
  expect(speeds).toMatchObject([
    { bytesPerSecond: 960, mmPerSecond: 200, answers: "yes" },
    { bytesPerSecond: 1_000_000, mmPerSecond: 200, answers: "yes" },
  ]);
});
