import type { SSEStreamingApi } from "hono/streaming";
import type { Clock } from "../../base/clock.ts";
import { Bell } from "../printer/bell.ts";
import type { Machine } from "../printer/machine.ts";
import type { PaperShelf } from "./paper-shelf.ts";
import { Records } from "./records.tsx";
import { StatusBits } from "./status-bits.tsx";
import { Lamps, PaperRoll } from "./views.tsx";

export interface StreamOptions {
  readonly machine: Machine;
  readonly clock: Clock;
  readonly shelf: PaperShelf;
}

/** A printing machine changes a hundred times a second; nobody sees more than a few. */
const pauseMs = 250;
/** Something is said at least this often, so that both ends notice a dead line. */
const keepAliveMs = 15_000;

/** Sends the moving parts of the page whenever they have changed, until the reader is gone. */
export async function streamChanges(stream: SSEStreamingApi, { machine, clock, shelf }: StreamOptions): Promise<void> {
  const bell = new Bell();
  const gone = new AbortController();
  const unwatch = machine.watch({ onChange: () => bell.ring() });
  stream.onAbort(() => {
    gone.abort();
    bell.ring();
  });
  const shown = new Map<string, string>();
  const show = async (event: string, data: string) => {
    if (shown.get(event) !== data) await stream.writeSSE({ event, data });
    shown.set(event, data);
  };
  while (!gone.signal.aborted) {
    const change = bell.next(); // from here on nothing is missed
    await stream.writeSSE({ event: "lamps", data: `${<Lamps state={machine.state} />}` });
    await stream.writeSSE({ event: "fault", data: machine.state.armed?.fault ?? machine.state.fault });
    await show("paper", `${<PaperRoll machine={machine} shelf={shelf} />}`);
    await show("bits", `${<StatusBits sensors={machine.state.sensors} />}`);
    await show("records", `${<Records journal={machine.journal} />}`);
    await soonOrLater(change, clock);
    await clock.sleep(pauseMs, gone.signal);
  }
  unwatch();
}

async function soonOrLater(change: Promise<void>, clock: Clock): Promise<void> {
  const changed = new AbortController();
  await Promise.race([change, clock.sleep(keepAliveMs, changed.signal)]);
  changed.abort();
}
