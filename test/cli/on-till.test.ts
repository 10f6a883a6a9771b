import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentLog } from "../../src/base/log.ts";
import { openShop } from "../../src/cli/init/open-shop.ts";
import { planOf } from "../../src/cli/init/plan.ts";
import { get } from "../../src/cli/local-till.ts";
import { onTill } from "../../src/cli/on-till.ts";
import { startTill } from "../../src/cli/running-till.ts";
import { testPrinter } from "../../src/daemon/operations/paper/test-printer.ts";
import { tw } from "../../src/regions/tw/tw.ts";
import { aFolder, opening, whole } from "./init/a-shop.ts";

test("a command that holds a stopped till's home for a moment prints nothing that waits, and asks no upstream", async () => {
  using place = aFolder();
  const home = join(place.path, "home");
  await openShop(home, planOf(whole, opening), tw);
  let knocks = 0;
  const printer = createServer((socket) => {
    knocks++;
    socket.destroy();
  });
  printer.listen(0, "127.0.0.1");
  await once(printer, "listening");
  const { port } = printer.address() as { port: number };
  const url = `tcp://127.0.0.1:${port}`;
  appendFileSync(join(home, "tillseal.yaml"), `printers: [{ name: front, url: "${url}" }]\nupstream: turnkey:///nowhere\n`);
  const errand = await startTill({ folder: home, demo: false, port: 0, errand: "books", log: silentLog });
  await testPrinter(errand.till.shop, { printer: "front", model: "generic-58", by: "test", key: undefined });
  await errand.stop();
  const { tokens } = await onTill(home, (till) => get<{ tokens: object[] }>(till, "/v1/admin/tokens"));
  expect(tokens).toContainEqual(expect.objectContaining({ name: "pos" }));
  expect(knocks).toBe(0);
  printer.close();
});
