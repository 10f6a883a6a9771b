import type { Clock } from "../../src/base/clock.ts";
import type { PrinterDriver } from "../../src/drivers/driver.ts";
import type { Bitmap } from "../../src/receipt/bitmap.ts";
import { loadRom } from "../../src/rehearsal/paper/rom.ts";
import { Connection } from "../../src/rehearsal/printer/connection.ts";
import { Machine } from "../../src/rehearsal/printer/machine.ts";
import { models } from "../../src/rehearsal/printer/models.ts";

const rom = loadRom();
/** Its knife stands at its head, so that a piece of paper is what was printed on it and nothing more. */
const model = { ...models["virtual-58"], headToCutterDots: 0 };

/** The virtual printer on a wire that cannot answer: an independent judge of what the print bytes put on paper. */
export interface ListeningPrinter extends Disposable {
  readonly driver: PrinterDriver;
  /** Waits until so many pieces have fallen in all. */
  pieces(count: number): Promise<readonly Bitmap[]>;
  /** Prints bytes from elsewhere, such as those a POS was given to print by itself. */
  print(bytes: Uint8Array): Promise<void>;
}

export function aListeningPrinter(): ListeningPrinter {
  const machine = new Machine({ clock: hastyClock(), rom, model });
  const fallen: Bitmap[] = [];
  machine.watch({ onPiece: (piece) => fallen.push(piece) });
  const line = machine.connect();
  if (!(line instanceof Connection)) throw new Error(`the printer is ${line}`);
  const print = async (bytes: Uint8Array) => void (await line.write(bytes));
  return {
    driver: {
      async open() {
        const closed = new AbortController();
        return { write: print, closed: closed.signal, [Symbol.asyncDispose]: async () => closed.abort() };
      },
    },
    async pieces(count) {
      for (let turn = 0; fallen.length < count; turn++) {
        if (turn > 1_000_000) throw new Error(`${fallen.length} pieces fell, not ${count}`);
        await nextTurn();
      }
      return fallen;
    },
    print,
    [Symbol.dispose]: () => machine.setPower(false),
  };
}

/** Paper that moves as fast as it can be reckoned. */
function hastyClock(): Clock {
  let uptimeMs = 0;
  return {
    now: () => new Date(uptimeMs),
    uptimeMs: () => uptimeMs,
    async sleep(ms) {
      uptimeMs += ms;
      await nextTurn();
    },
  };
}

/** Lets everything go on that waits for nothing but its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
