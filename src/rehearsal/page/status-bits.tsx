import { type Sensors, statusAnswer, statusFrame } from "../printer/status.ts";

type Bit = readonly [byte: number, bit: number, meaning: string];

/** The bits of automatic status that mean something (spec/escpos.md 4.2). */
const bits: readonly Bit[] = [
  [1, 2, "drawer pin high"],
  [1, 3, "offline"],
  [1, 5, "cover open"],
  [1, 6, "FEED feeds"],
  [2, 1, "FEED pushed"],
  [2, 2, "recoverable error"],
  [2, 3, "cutter error"],
  [2, 5, "unrecoverable error"],
  [2, 6, "head hot"],
  [3, 0, "near end"],
  [3, 2, "paper end"],
];

/** What a host would hear now: the automatic frame, and the answers to DLE EOT 1 to 4. */
export function statusBytes(sensors: Sensors): { readonly automatic: string; readonly realTime: string } {
  return {
    automatic: hex(statusFrame(sensors)),
    realTime: hex(Uint8Array.from([1, 2, 3, 4], (question) => statusAnswer(question, sensors))),
  };
}

/** The printer's status as it goes over the wire, bit by bit. */
export function StatusBits({ sensors }: { readonly sensors: Sensors }) {
  const frame = statusFrame(sensors);
  const { automatic, realTime } = statusBytes(sensors);
  return (
    <details class="bits">
      <summary>
        Status <code>{automatic}</code> <small lang="zh-Hant">狀態位元</small>
      </summary>
      <ul>
        {bits.map(([byte, bit, meaning]) => {
          const isSet = (frame[byte - 1]! & (1 << bit)) !== 0;
          return (
            <li class={isSet ? "set" : ""}>
              <code>
                {byte}.{bit}
              </code>{" "}
              {meaning} <b>{isSet ? "1" : "0"}</b>
            </li>
          );
        })}
      </ul>
      <p>
        DLE EOT 1 to 4: <code>{realTime}</code>
      </p>
    </details>
  );
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(" ");
}
