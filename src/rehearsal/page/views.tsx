import { faultBook } from "../printer/faults.ts";
import type { Machine } from "../printer/machine.ts";
import type { MachineState } from "../printer/status.ts";
import type { PaperShelf, ShelvedPiece } from "./paper-shelf.ts";
import { Records } from "./records.tsx";
import { StatusBits } from "./status-bits.tsx";
import { Switches } from "./switches.tsx";

export interface PageProps {
  readonly machine: Machine;
  readonly shelf: PaperShelf;
  readonly printerUrl: string;
}

/** The whole page: what the printer shows, what can be done to it, and its paper. */
export function PrinterPage({ machine, shelf, printerUrl }: PageProps) {
  const { state } = machine;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Virtual printer · 虛擬印表機</title>
        <link rel="stylesheet" href="/page.css" />
        <script src="/page.js" defer />
      </head>
      <body>
        <header>
          <h1>
            Virtual printer <small lang="zh-Hant">虛擬印表機</small>
          </h1>
          <p>
            <code>{printerUrl}</code> · {machine.model.name} · {machine.model.widthDots} dots · {machine.model.about}
          </p>
          <p id="lost" role="alert" hidden>
            The printer's program has stopped. <span lang="zh-Hant">程式已停止</span>
          </p>
        </header>
        <main>
          <section class="desk" aria-label="Printer">
            <div id="lamps" aria-live="polite">
              <Lamps state={state} />
            </div>
            <div id="bits">
              <StatusBits sensors={state.sensors} />
            </div>
            <Switches current={state.armed?.fault ?? state.fault} />
          </section>
          <div>
            <section id="paper" aria-label="Paper">
              <PaperRoll machine={machine} shelf={shelf} />
            </section>
            <section id="records" aria-label="Records">
              <Records journal={machine.journal} />
            </section>
          </div>
        </main>
      </body>
    </html>
  );
}

/** The lights on the printer's lid, and what its buffer holds. */
export function Lamps({ state }: { readonly state: MachineState }) {
  const { power, offline, sensors, connected, armed } = state;
  return (
    <>
      <ul class="lamps">
        <Lamp on={power} tone="good" name="Power" chinese="電源" />
        <Lamp on={power && !offline} tone="good" name="Ready" chinese="可列印" />
        <Lamp on={sensors.paperEnd || sensors.nearEnd} tone={sensors.paperEnd ? "bad" : "warn"} name="Paper" chinese="紙量" />
        <Lamp on={sensors.coverOpen} tone="bad" name="Cover" chinese="上蓋" />
        <Lamp on={sensors.trouble !== undefined} tone="bad" name="Error" chinese="錯誤" />
        <Lamp on={connected} tone="good" name="Host" chinese="連線" />
      </ul>
      <p class="sentence">{sentenceOf(state)}</p>
      <p class="figures">
        {state.bufferedBytes} bytes in the buffer · {state.rowsWaiting} rows waiting · {state.receivedBytes} bytes received ·{" "}
        {state.starts} starts
        {armed ? ` · ${armed.fault} in ${armed.inBytes} bytes` : ""}
      </p>
    </>
  );
}

interface LampProps {
  readonly on: boolean;
  readonly tone: "good" | "warn" | "bad";
  readonly name: string;
  readonly chinese: string;
}

function Lamp({ on, tone, name, chinese }: LampProps) {
  return (
    <li class={on ? `lamp ${tone}` : "lamp"}>
      <i aria-hidden="true" />
      {name} <small lang="zh-Hant">{chinese}</small>
      <span class="unseen">{on ? "on" : "off"}</span>
    </li>
  );
}

function sentenceOf({ power, fault }: MachineState): string {
  return power ? faultBook[fault].sentence : "Switched off. 電源關閉";
}

/** What was printed, newest first; the paper still in the printer stands on top. */
export function PaperRoll({ machine, shelf }: Omit<PageProps, "printerUrl">) {
  const { heightDots } = machine.attachedPaper;
  const hangsOut = heightDots > machine.model.headToCutterDots;
  if (!hangsOut && shelf.pieces.length === 0) {
    return (
      <p class="empty">
        Nothing printed yet. <span lang="zh-Hant">尚未列印</span>
        <br />
        Send bytes to the address above, and the paper appears here.
      </p>
    );
  }
  return (
    <>
      {hangsOut && (
        <figure class="strip uncut">
          <img src={`/paper/now.png?rows=${heightDots}`} alt="Paper still in the printer" width={machine.model.widthDots} />
          <figcaption>
            Not cut yet <small lang="zh-Hant">尚未裁切</small>
          </figcaption>
        </figure>
      )}
      {shelf.pieces.map((piece) => (
        <Strip piece={piece} dotsPerMm={machine.model.dotsPerMm} />
      ))}
    </>
  );
}

function Strip({ piece, dotsPerMm }: { readonly piece: ShelvedPiece; readonly dotsPerMm: number }) {
  const { number, fellAt, widthDots, heightDots } = piece;
  return (
    <figure class="strip">
      <span class={dotsPerMm === 8 ? "scale" : "scale coarse"} aria-hidden="true" />
      <img src={`/paper/${number}.png`} alt={`Piece ${number}`} width={widthDots} height={heightDots} loading="lazy" />
      <figcaption>
        No. {number} · {Math.round(heightDots / dotsPerMm)} mm ·{" "}
        <time datetime={fellAt.toISOString()}>{fellAt.toTimeString().slice(0, 8)}</time>
      </figcaption>
    </figure>
  );
}
