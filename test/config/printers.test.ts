import { describe, expect, test } from "vitest";
import { dialectOf, paperOf, printerModelNames, printerModels } from "../../config/printers.ts";

describe.each(printerModelNames)("the model %s", (name) => {
  const { paper, capabilities } = printerModels[name];

  test("has room for the slip's 48 mm column, and dots of a size there is", () => {
    expect(paper.columnDots).toBeLessThanOrEqual(paper.widthDots);
    expect(paper.columnDots / paper.dotsPerMm).toBeGreaterThan(47);
    expect(paper.columnDots / paper.dotsPerMm).toBeLessThan(51);
    expect([7.09, 8]).toContain(paper.dotsPerMm);
  });

  test("claims to confirm nothing where it cannot answer, and a process id only where it surely can", () => {
    const { answers, confirms, clearsBuffer } = capabilities;
    if (answers === "no") expect([confirms, clearsBuffer]).toEqual(["nothing", false]);
    if (answers === "unknown") expect([confirms, clearsBuffer]).toEqual(["paper-status", false]);
    if (confirms === "process-id") expect(answers).toBe("yes");
  });

  test("moves bytes and paper at a speed above zero, so that waiting for it ends", () => {
    expect(capabilities.bytesPerSecond).toBeGreaterThan(0);
    expect(capabilities.mmPerSecond).toBeGreaterThan(0);
  });
});

test("there is a model that knows nothing, for a printer nobody has looked at", () => {
  expect(printerModelNames).toContain("generic-58");
});

test("every width of head that one meets has a model", () => {
  const met = new Set(
    Object.values(printerModels).map(({ paper }) => `${paper.widthDots} at ${paper.dotsPerMm === 8 ? 203 : 180}`),
  );
  expect([...met].sort()).toEqual(["360 at 180", "384 at 203", "416 at 203", "420 at 203", "512 at 180", "576 at 203"]);
});

test("what the shop read off the ruler counts more than the model", () => {
  const head = { dots: 432, dpi: 203 } as const;
  expect(paperOf({ model: "epson-180-58", head })).toEqual({ widthDots: 432, columnDots: 384, dotsPerMm: 8 });
  expect(paperOf({ model: "generic-80", head: { ...head, columnLeft: 0 } })).toMatchObject({ columnLeftDots: 0 });
});

test("letters: the shop's word counts more than the probe's, and that more than the model's", () => {
  expect(dialectOf({ model: "virtual" }, "gb18030").letters).toBe("gb18030");
  expect(dialectOf({ model: "virtual", text: "cp950" }, "gb18030").letters).toBe("cp950");
  expect(dialectOf({ model: "generic-58" }).letters).toBeNull();
});
