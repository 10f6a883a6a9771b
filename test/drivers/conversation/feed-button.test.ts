import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FeedButton } from "../../../src/drivers/conversation/feed-button.ts";
import { calmStatus, type PrinterStatus } from "../../../src/drivers/status.ts";

interface Seen extends Partial<PrinterStatus> {
  readonly ms: number;
}

/** What the button makes of a history that begins with a calm printer at 0. */
function heard(...history: readonly Seen[]): number {
  const button = new FeedButton();
  button.see(calmStatus, 0);
  return history.filter(({ ms, ...status }) => button.see({ ...calmStatus, ...status }, ms)).length;
}

/** A press and its end, as printers report it: the button, or only the paper that moves. */
const press = (ms: number, as: "feeding" | "feedPushed" = "feeding"): Seen[] => [{ ms, [as]: true }, { ms: ms + 150 }];

describe("FEED", () => {
  test.each(["feeding", "feedPushed"] as const)("pressed twice within a second is heard, by %s", (as) => {
    expect(heard(...press(5_000, as), ...press(5_600, as))).toBe(1);
  });

  test("pressed once is an ordinary feed, and so are two presses with more than a second between them", () => {
    expect(heard(...press(5_000))).toBe(0);
    expect(heard(...press(5_000), ...press(6_100))).toBe(0);
  });

  test("held down is one press, however often the printer says so", () => {
    expect(heard({ ms: 5_000, feeding: true }, { ms: 5_200, feeding: true }, { ms: 5_400, feeding: true }, { ms: 5_600 })).toBe(
      0,
    );
  });

  test("pressed while paper is loaded or just after counts for nothing", () => {
    const loading = [{ ms: 5_000, coverOpen: true }, { ms: 6_000 }];
    expect(heard(...loading, ...press(7_000), ...press(7_500))).toBe(0);
    expect(heard(...loading, ...press(9_100), ...press(9_600))).toBe(1);
    expect(heard({ ms: 5_000, paperEnd: true }, { ms: 6_000 }, ...press(7_000), ...press(7_500))).toBe(0);
  });

  test("in the very frame in which the cover closes is no press", () => {
    expect(heard({ ms: 5_000, coverOpen: true }, { ms: 5_500, feeding: true }, { ms: 5_600 }, ...press(5_900))).toBe(0);
  });

  test("pressed four times asks once: a while after two presses nothing counts", () => {
    expect(heard(...press(5_000), ...press(5_300), ...press(5_600), ...press(5_900))).toBe(1);
    expect(heard(...press(5_000), ...press(5_300), ...press(10_400), ...press(10_700))).toBe(2);
  });

  test("on a printer in trouble counts for nothing", () => {
    expect(heard({ ms: 5_000, feeding: true, cutterError: true }, { ms: 5_200, cutterError: true }, ...press(5_400))).toBe(0);
  });

  test("pressed during a job counts for nothing, and what is pressed after it does", () => {
    const button = new FeedButton();
    const pressed = { ...calmStatus, feeding: true };
    button.see(calmStatus, 0);
    button.see(pressed, 5_000, false);
    button.see(calmStatus, 5_100, false);
    expect(button.see(pressed, 5_300)).toBe(false);
    button.see(calmStatus, 5_400);
    expect(button.see(pressed, 5_800)).toBe(true);
  });

  test("before and after what was forgotten is not taken together", () => {
    const button = new FeedButton();
    button.see(calmStatus, 0);
    button.see({ ...calmStatus, feeding: true }, 5_000);
    button.forget();
    button.see(calmStatus, 5_200);
    expect(button.see({ ...calmStatus, feeding: true }, 5_400)).toBe(false);
  });

  test("is never heard without two rising edges within a second, whatever a printer says", () => {
    const status = fc.record({
      feeding: fc.boolean(),
      feedPushed: fc.boolean(),
      coverOpen: fc.boolean(),
      paperEnd: fc.boolean(),
    });
    const step = fc.record({ after: fc.integer({ min: 1, max: 2_000 }), status });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const button = new FeedButton();
        let [ms, pressed] = [0, false];
        const edges: number[] = [];
        for (const { after, status } of steps) {
          ms += after;
          const now = status.feeding || status.feedPushed;
          if (now && !pressed) edges.push(ms);
          pressed = now;
          if (!button.see({ ...calmStatus, ...status }, ms)) continue;
          const [last, before] = [edges.at(-1), edges.at(-2)];
          expect(last).toBe(ms);
          expect(ms - before!).toBeLessThanOrEqual(1_000);
          expect(status.coverOpen || status.paperEnd).toBe(false);
        }
      }),
    );
  });
});
