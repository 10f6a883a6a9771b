import { describe, expect, test } from "vitest";
import { calmStatus, faultsOf, statusOfFrame, warningsOf, withAnswer } from "../../src/drivers/status.ts";

const faultsOfFrame = (...frame: number[]) => faultsOf(statusOfFrame(frame));

describe("an automatic status frame", () => {
  test("of an idle printer tells nothing wrong, with the drawer open or shut", () => {
    expect(statusOfFrame([0x10, 0x00, 0x00, 0x0f])).toEqual(calmStatus);
    expect(statusOfFrame([0x14, 0x00, 0x00, 0x0f])).toEqual({ ...calmStatus, drawerPinHigh: true });
  });

  test.each([
    ["cover-open", [0x38, 0x00, 0x00, 0x0f]],
    ["paper-end", [0x18, 0x00, 0x0c, 0x0f]],
    ["cutter", [0x18, 0x08, 0x00, 0x0f]],
    ["unrecoverable", [0x18, 0x20, 0x00, 0x0f]],
    ["mechanical", [0x18, 0x04, 0x00, 0x0f]],
    ["head-hot", [0x18, 0x40, 0x00, 0x0f]],
    ["offline", [0x18, 0x00, 0x00, 0x0f]],
  ])("names %s", (fault, frame) => {
    expect(faultsOfFrame(...frame)).toEqual([fault]);
  });

  test("puts first what a person must mend first", () => {
    expect(faultsOfFrame(0x38, 0x28, 0x0c, 0x0f)).toEqual(["cover-open", "paper-end", "cutter", "unrecoverable"]);
  });

  test("of a printer on which somebody holds FEED is no fault", () => {
    const status = statusOfFrame([0x58, 0x02, 0x00, 0x0f]);
    expect(status).toMatchObject({ feeding: true, feedPushed: true });
    expect(faultsOf(status)).toEqual([]);
  });

  test("warns of paper running low, but not beside paper end", () => {
    expect(warningsOf(statusOfFrame([0x10, 0x00, 0x03, 0x0f]))).toEqual(["paper-near-end"]);
    expect(warningsOf(statusOfFrame([0x18, 0x00, 0x0f, 0x0f]))).toEqual([]);
  });

  test("with half of a double bit tells nothing", () => {
    expect(faultsOfFrame(0x10, 0x00, 0x04, 0x0f)).toEqual([]);
  });
});

describe("the answer to a status question", () => {
  test("changes only what that question is about", () => {
    const open = withAnswer(calmStatus, 2, 0x16);
    expect(open).toEqual({ ...calmStatus, coverOpen: true });
    expect(withAnswer(open, 4, 0x72)).toEqual({ ...open, paperEnd: true });
    expect(withAnswer(open, 2, 0x12)).toEqual(calmStatus);
  });

  test.each([
    [1, 0x1a, "offline"],
    [2, 0x16, "cover-open"],
    [3, 0x16, "mechanical"],
    [3, 0x1a, "cutter"],
    [3, 0x32, "unrecoverable"],
    [3, 0x52, "head-hot"],
    [4, 0x72, "paper-end"],
  ] as const)("to question %i, %i names %s", (question, answer, fault) => {
    expect(faultsOf(withAnswer(calmStatus, question, answer))).toEqual([fault]);
  });

  test("to question 4 warns of paper running low", () => {
    expect(warningsOf(withAnswer(calmStatus, 4, 0x1e))).toEqual(["paper-near-end"]);
  });
});
