import type { Clock } from "../../base/clock.ts";
import type { Fault } from "./faults.ts";
import type { FeedPress } from "./feed-button.ts";

export interface HandsOptions {
  readonly clock: Clock;
  readonly power: AbortSignal;
  press(press: FeedPress): Promise<void>;
  setFault(fault: Fault): void;
  /** What is done in there happens in one moment: the host hears of it in one frame. */
  atOnce(act: () => void): void;
  /** Whether the drawer's switch is still to play. */
  fault(): Fault;
  setDrawerPin(high: boolean): void;
}

const fumbleMs = 300;
const toggleMs = 250;

/** What people do to a printer, step by step. Each begins at once. */
export const handiwork: Partial<Record<Fault, (hands: HandsOptions) => Promise<void>>> = {
  "feed-tap": ({ press }) => press({}),
  "feed-double-tap": ({ press }) => press({ taps: 2 }),
  "feed-held": ({ press }) => press({ holdMs: 2000 }),
  /** A finger rests on FEED while the new roll goes in, and then presses twice to see paper. */
  async "feed-at-loading"({ clock, power, press, setFault }) {
    setFault("paper-out");
    await clock.sleep(fumbleMs, power);
    const pressed = press({ holdMs: 2 * fumbleMs });
    await clock.sleep(fumbleMs, power);
    setFault("none");
    await pressed;
    await clock.sleep(fumbleMs, power);
    await press({ taps: 2 });
  },
  async "feed-at-cover-close"({ clock, power, press, setFault, atOnce }) {
    setFault("cover-open");
    await clock.sleep(fumbleMs, power);
    let pressed: Promise<void> | undefined;
    atOnce(() => {
      setFault("none");
      pressed = press({});
    });
    await pressed;
  },
  async "drawer-toggles"({ clock, power, fault, setDrawerPin }) {
    for (let high = true; fault() === "drawer-toggles" && !power.aborted; high = !high) {
      setDrawerPin(high);
      await clock.sleep(toggleMs, power);
    }
    setDrawerPin(false);
  },
};
