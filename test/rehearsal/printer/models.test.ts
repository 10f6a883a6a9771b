import { expect, test } from "vitest";
import { isModelName, modelNames, models } from "../../../src/rehearsal/printer/models.ts";
import {
  aPrinter,
  automaticStatus,
  blackRows,
  bytes,
  confirmed,
  cut,
  hex,
  inkedRows,
  processId,
  statusQuestion,
} from "../bench.ts";

const ask = (n: number) => bytes(0x1d, 0x49, n);

test.each(
  modelNames,
)("%s is named as it is called, says what it is, and prints a raster slip as wide as its head", async (name) => {
  const model = models[name];
  expect([model.name, model.about.length > 10, isModelName(name)]).toEqual([name, true, true]);
  const { clock, pieces, send } = aPrinter({ ...model, headToCutterDots: 0 });
  void send(blackRows(40, Math.ceil(model.widthDots / 8)), cut);
  await clock.wind(5000);
  expect(pieces.map((piece) => [piece.widthDots, inkedRows(piece)])).toEqual([[model.widthDots, 40]]);
});

test("what no model is called is no model's name", () => {
  expect([isModelName("virtual-59"), isModelName("toString")]).toEqual([false, false]);
});

/** What a probe hears: DLE EOT 1, automatic status, a job number, GS r. */
async function probed(name: (typeof modelNames)[number]) {
  const { clock, heard, send } = aPrinter({ ...models[name] });
  await send(statusQuestion(1), automaticStatus, processId("PROB"), bytes(0x1d, 0x72, 1));
  await clock.wind(100);
  return heard();
}

test.each([
  ["virtual-58", `12 10 00 00 0f ${confirmed("PROB")} 00`],
  ["virtual-80", `12 10 00 00 0f ${confirmed("PROB")} 00`],
  ["silent-clone", ""],
  ["epson-80", `12 10 00 00 0f ${confirmed("PROB")} 00`],
  ["epson-180dpi", "12 10 00 00 0f 00"],
  ["epson-ank", `12 10 00 00 0f ${confirmed("PROB")} 00`],
  ["clone-58", "12 00"],
  ["chatty-clone", "12 10 00 00 0f 00"],
  ["winpos-58", "12 00"],
  ["many-hosts-80", `12 10 00 00 0f ${confirmed("PROB")} 00`],
] as const)("a probe of %s hears %j", async (name, answers) => {
  expect(await probed(name)).toBe(answers);
});

test("maker, model and language font tell which Chinese a printer reads", async () => {
  const { clock, heard, send } = aPrinter({ ...models["epson-80"] });
  for (const n of [66, 67, 69]) await send(ask(n));
  await clock.wind(10);
  expect(heard()).toBe(hex(bytes("_EPSON", 0, "_epson-80", 0, "_TAIWAN BIG-5", 0)));
});

test("the 90 idle seconds of the fault hit a model that has no such habit", async () => {
  const { clock, connection, machine } = aPrinter();
  await clock.wind(200_000);
  expect(connection.closed.aborted).toBe(false);
  machine.setFault("idle-reset");
  await clock.wind(10);
  expect(connection.closed.reason).toBe("reset");
});
