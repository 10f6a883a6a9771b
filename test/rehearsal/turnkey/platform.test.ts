import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Platform } from "../../../src/rehearsal/turnkey/platform.ts";
import { sheetOf } from "../../../src/rehearsal/turnkey/sheet.ts";
import { aParcel, type ParcelSketch } from "../../sync/a-parcel.ts";
import { aTurnkey } from "../../sync/turnkey/a-turnkey.ts";

const atMs = Date.parse("2026-11-22T15:00:00+08:00");

/** What a platform answers to one message after another. */
function codesOf(sketches: readonly ParcelSketch[], later = 0): string[] {
  const platform = new Platform([{ track: "TS", first: 10_000_000, last: 10_000_099 }]);
  return sketches.map((sketch) => platform.take(sheetOf(aParcel(sketch).xml())!, atMs + later));
}

const number = "TS10000001";

describe("the pretend platform", () => {
  test.each<[string, readonly ParcelSketch[], readonly string[]]>([
    ["stores what it granted, and nothing else", [{ id: 1 }, { id: 900 }], ["00000", "E0102"]],
    [
      "tells the same message from another one under its number",
      [{ id: 1 }, { id: 1 }, { id: 1, total: 1 }],
      ["00000", "E0201", "E1003"],
    ],
    [
      "cancels only what is there, once",
      [{ id: 2, message: "F0501", number }, { id: 1 }, { id: 2, message: "F0501", number }, { id: 2, message: "F0501", number }],
      ["E0202", "00000", "00000", "E0402"],
    ],
    [
      "takes a withdrawn number again",
      [{ id: 1 }, { id: 2, message: "F0701", number }, { id: 3, number, total: 9 }],
      ["00000", "00000", "00000"],
    ],
    [
      "withdraws only what is there, and knows the same withdrawal again",
      [{ id: 2, message: "F0701", number }, { id: 1 }, { id: 2, message: "F0701", number }, { id: 2, message: "F0701", number }],
      ["E0202", "00000", "00000", "E0201"],
    ],
  ])("%s", (_, sketches, codes) => {
    expect(codesOf(sketches)).toEqual(codes);
  });

  test("refuses a consumer's invoice that comes after its days", () => {
    expect(codesOf([{ id: 1 }], 3 * 86_400_000)).toEqual(["E1002"]);
  });
});

test("a message is not read where it is torn, empty, of no known kind, or from nobody", () => {
  const whole = aParcel({ id: 1 }).xml();
  expect(sheetOf(whole)).toMatchObject({ message: "F0401", reference: number, seller: "12345675", date: "20261122" });
  for (const bad of [
    "",
    whole.slice(0, -20),
    whole.replace("eInvoiceMessage:F0401:4.1", "x"),
    whole.replace(/<Seller>.*<\/Seller>/, ""),
  ])
    expect(sheetOf(bad)).toBeNull();
});

test("a pretend Turnkey that is killed goes on where it was: nothing packed is lost, nothing stored is forgotten", async () => {
  using bench = aTurnkey({ moods: { slowMs: 10_000 } });
  const parcel = aParcel({ id: 1 });
  writeFileSync(join(bench.tray("F0401", "SRC"), "anything.xml"), parcel.xml());
  await bench.pretend.step();
  await bench.restart().pretend.step();
  expect(bench.pretend.platform.arrivals).toEqual([]);
  await bench.clock.wind(10_000);
  await bench.pretend.step();
  expect(bench.restart().pretend.platform.arrivals).toMatchObject([{ reference: number }]);
});

test("a file that is no message goes to ERR by date and hour, with a log beside it that says why", async () => {
  using bench = aTurnkey();
  writeFileSync(join(bench.tray("F0401", "SRC"), "torn.xml"), "<Invoice>");
  await bench.pretend.step();
  const hour = join(bench.tray("F0401", "ERR"), "20261122", "14");
  expect(readdirSync(hour).sort()).toEqual(["torn.xml", "torn.xml.log"]);
  expect(readFileSync(join(hour, "torn.xml.log"), "utf8")).toContain("Err004");
});
