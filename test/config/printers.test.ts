import { describe, expect, test } from "vitest";
import { printerModelNames, printerModels } from "../../config/printers.ts";

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
