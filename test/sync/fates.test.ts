import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tw } from "../../src/regions/tw/tw.ts";
import { conclusionOf } from "../../src/sync/conclude.ts";
import { fateOfCode } from "../../src/sync/fate-of-code.ts";
import { pauseAfter } from "../../src/sync/pace.ts";
import { warningLevel } from "../../src/sync/pressing.ts";
import type { Fate } from "../../src/sync/upstream.ts";

const fateOf = (code: string, known: { same?: boolean | null; own?: boolean } = {}) =>
  fateOfCode(code, tw.messages.meaning(code), { same: null, own: false, ...known });

describe("a code of the authority", () => {
  test.each([
    ["00000", "accepted"],
    ["0000", "accepted"],
    ["E0202", "waits-for"],
    ["E0001", "again"],
    ["E0302", "again"],
    ["E0301", "channel"],
    ["E0102", "rejected"],
    ["E9999", "rejected"],
  ])("%s makes a parcel %s", (code, result) => {
    expect(fateOf(code).result).toBe(result);
  });

  test("that says duplicate is success only where both copies are known to be equal", () => {
    for (const code of ["E0201", "E1003"]) {
      expect(fateOf(code, { same: true }).result).toBe("accepted");
      expect(fateOf(code, { same: false }).result).toBe("conflict");
      expect(fateOf(code, { same: null }).result).toBe("conflict");
    }
  });

  test("that says cancelled already is success for our own cancellation only", () => {
    expect(fateOf("E0402", { own: true }).result).toBe("accepted");
    expect(fateOf("E0402").result).toBe("rejected");
  });

  test("is explained in both languages, and shown raw where nobody listed it", () => {
    expect(fateOf("E0102")).toMatchObject({ reason: expect.stringMatching(/發票字軌號碼非申購部分.*\(.+\)/) });
    expect(fateOf("E9999")).toMatchObject({ code: "E9999", reason: expect.stringContaining("E9999") });
  });
});

describe("what a fate means", () => {
  const underWay = { id: 7, tries: 1, code: null };
  const answered = (fate: Fate) => ({ result: "answered", fates: new Map([[7, fate]]) }) as const;

  test("a parcel that upstream does not name stays under way and is asked about", () => {
    const conclusion = conclusionOf(underWay, { result: "answered", fates: new Map() }, 0.5);
    expect(conclusion).toMatchObject({ event: null, inSeconds: expect.any(Number) });
  });

  test("what should be tried once more is tried once more", () => {
    const once = { result: "again", code: "E0302", reason: "讀取原文失敗", once: true } as const;
    expect(conclusionOf(underWay, answered(once), 0.5).event).toBe("absent");
    expect(conclusionOf({ ...underWay, code: "E0302" }, answered(once), 0.5).event).toBe("reject");
    const ever = { ...once, code: "E0001", once: false } as const;
    expect(conclusionOf({ ...underWay, code: "E0001" }, answered(ever), 0.5).event).toBe("absent");
  });
});

test("pauses grow to a quarter of an hour and are spread, so that tills do not come back together", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
      const pause = pauseAfter(tries, "resend", chance);
      expect(pause).toBeGreaterThanOrEqual(1);
      expect(pause).toBeLessThanOrEqual(900 * 1.25);
      expect(pauseAfter(tries + 1, "resend", chance)).toBeGreaterThanOrEqual(pause);
    }),
  );
  expect(pauseAfter(9, "resend", 0)).toBeLessThan(pauseAfter(9, "resend", 1));
});

test("a deadline is warned of a day, six hours and an hour before, and when it has passed", () => {
  const deadline = 1_000_000;
  const levels = [25 * 3600, 24 * 3600, 6 * 3600 + 1, 6 * 3600, 3600, 1, 0, -5].map((left) =>
    warningLevel(deadline, deadline - left),
  );
  expect(levels).toEqual([0, 1, 1, 2, 3, 3, 4, 4]);
});
