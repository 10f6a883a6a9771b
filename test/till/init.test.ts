import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { silentLog } from "../../src/base/log.ts";
import { startVirtualPrinter, type VirtualPrinter } from "../../src/rehearsal/virtual-printer.ts";
import { aFolder, type Folder, periodNow, whole } from "../cli/init/a-shop.ts";
import { aSale } from "./a-till.ts";
import { end, start, tillseal } from "./command-line.ts";

let place: Folder;
let home: string;
let printer: VirtualPrinter;
beforeAll(async () => {
  place = aFolder();
  home = join(place.path, "shop");
  printer = await startVirtualPrinter({ clock: systemClock, log: silentLog });
});
afterAll(async () => {
  await printer.close();
  place[Symbol.dispose]();
});

const asked = { TILLSEAL_CLOCK_SERVER: "" };
const seller = ["--seller-id", whole.sellerId!, "--seller-name", whole.sellerName!, "--seller-address", whole.sellerAddress!];
const key = ["--qr-key", whole.qrKey!, "--check-cipher", whole.checkCipher!];
const run = async (...args: string[]) => {
  const { code, out, err } = await tillseal([...args, "--home", home, "--json"], asked);
  return { code, answer: JSON.parse(out || err) };
};

describe("a live shop, from nothing to the first invoice and its people", () => {
  test("is not opened while a must is missing: exit 2, every one of them named, and no folder made", async () => {
    const { code, answer } = await run("init", "--yes", "--environment", "live", ...key);
    expect(code).toBe(2);
    const named = answer.faults.map(({ path }: { path: string }) => path);
    expect(named).toEqual(["seller-id", "seller-name", "seller-address", "range", "clock"]);
    expect((await run("road")).answer.code).toBe("home-missing");
  });

  test("is opened by init --yes, starts, sells, and says that it is live", async () => {
    const reach = ["--printer", printer.url, "--printer-model", "virtual", "--token", "pos-1", "--clock-is-right"];
    const file = place.numbers(periodNow().text);
    const opened = await run("init", "--yes", "--environment", "live", ...seller, ...key, "--range", file, ...reach);
    expect(opened).toMatchObject({ code: 0, answer: { environment: "live", numbers: 100, testPage: { state: "printed" } } });
    let log = "";
    const hear = (text: string) => {
      log += text;
    };
    const till = await start(home, [], { hear });
    const { url } = JSON.parse(readFileSync(join(home, "running.json"), "utf8"));
    const sold = await fetch(`${url}/v1/sales?wait=paper`, {
      method: "POST",
      headers: { authorization: `Bearer ${opened.answer.token}`, "content-type": "application/json" },
      body: JSON.stringify(aSale({ expect: "live" })),
    });
    expect(sold.status).toBe(201);
    expect(await sold.json()).toMatchObject({
      environment: "live",
      number: "KD12345600",
      seller: { businessId: "12345675" },
      slip: { state: "printed" },
      upload: { state: "held", reason: "no-upstream" },
    });
    expect(await end(till, "SIGTERM")).toBe(0);
    expect(log).toContain(`"seller":"12345675","ranges":["${periodCode()} 07 KD12345600–KD12345699, standby, 100 left"]`);
    expect(log).not.toContain(opened.answer.token);
  });

  test("is not opened a second time, by question or by flag", async () => {
    const again = await run("init", "--yes", "--environment", "rehearsal", ...seller, ...key, "--no-range", "--clock-is-right");
    expect(again).toMatchObject({ code: 1, answer: { code: "home-there" } });
    expect((await run("init")).answer.code).toBe("home-there");
    expect((await tillseal(["start", "--demo", "--home", home])).err).toContain("never becomes a demo home");
  });

  test("takes keys, tokens, operators and words on its road with and without a running till", async () => {
    for (const running of [false, true]) {
      const till = running ? await start(home) : null;
      const by = running ? "through" : "alone";
      expect(await run("token", "add", by, "--scope", "read")).toMatchObject({ code: 0, answer: { name: by, scope: "read" } });
      expect((await run("token", "list")).answer.tokens).toContainEqual(expect.objectContaining({ name: by }));
      expect((await run("token", "remove", by)).code).toBe(0);
      expect((await run("operator", "add", by, "--role", "cashier")).answer.pin).toMatch(/^\d{6}$/);
      expect(await run("operator", "add", "weak", "--role", "cashier", "--pin", "1234")).toMatchObject({
        code: 1,
        answer: { code: "pin-weak" },
      });
      expect((await run("operator", "pin", by, "--pin", "4071")).answer).toMatchObject({ name: by, pin: null });
      expect((await run("operator", "list")).answer.operators).toContainEqual(expect.objectContaining({ name: by }));
      expect((await run("operator", "remove", by)).code).toBe(0);
      expect((await run("key", "import", "--hex", "0".repeat(32))).answer.code).toBe("key-unproven");
      const checked = await run("key", "import", "--hex", whole.qrKey!, "--check", whole.checkCipher!);
      expect(checked).toMatchObject({ code: 0, answer: { checked: true } });
      expect((await run("road", "way", "provider")).answer.way).toBe("provider");
      const done = await run("road", "done", "application", "--evidence", by, "--date", "2026-01-02");
      const { steps } = done.answer as { steps: { id: string; state: string; evidence: string | null }[] };
      expect(steps.find(({ id }) => id === "application")).toMatchObject({ state: "done", evidence: by, date: "2026-01-02" });
      const seen = ["qr-key", "numbers", "clock", "printer", "live"];
      expect(steps.filter(({ id, state }) => seen.includes(id) && state === "done")).toHaveLength(seen.length);
      if (till) await end(till, "SIGTERM");
    }
    expect((await run("verify")).code).toBe(0);
  }, 240_000);

  test("takes a key from standard input, where no list of processes shows it", async () => {
    const flags = ["key", "import", "--hex", "-", "--check", whole.checkCipher!, "--home", home, "--json"];
    const given = await tillseal(flags, asked, `${whole.qrKey}\n`);
    expect([given.code, JSON.parse(given.out).checked]).toEqual([0, true]);
    const nothing = await tillseal(flags, asked);
    expect([nothing.code, JSON.parse(nothing.err).code]).toEqual([2, "misuse"]);
  });
});

function periodCode(): string {
  return periodNow().text.replace(/^(\d+).*\/(\d+)$/, "$1$2");
}

test.each([
  [["key"]],
  [["token", "add", "pos"]],
  [["operator", "add", "amy"]],
  [["road", "done", "live"]],
  [["road", "paint"]],
])("%j exits 2 and says how it is meant", async (args) => {
  const { code, err } = await tillseal(args);
  expect([code, err]).toEqual([2, expect.stringContaining(`Usage: tillseal ${args[0]}`)]);
});
