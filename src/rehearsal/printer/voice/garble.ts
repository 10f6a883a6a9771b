import type { Answer } from "../../paper/moves.ts";

/** Bytes that are no reply, and the flow-control signs that may come at any time. */
const noise: readonly number[] = [0xff, 0x13, 0x95, 0x11, 0x80, 0xfe];

/** What a broken interface board makes of replies: noise before and after each, and never the right process id. */
export class Garbler {
  #count = 0;
  #staleId = "0000";

  garble(bytes: Uint8Array): Uint8Array {
    this.#count += 1;
    const at = (offset: number) => noise[(this.#count + offset) % noise.length]!;
    return Uint8Array.of(at(0), at(3), ...bytes, at(1));
  }

  /** Instead of the id that is due: by turns the one before it, and one that nobody sent. */
  wrongAnswer(answer: Answer): Answer {
    if (answer.kind !== "process-id") return answer;
    const id = this.#count % 2 === 0 ? this.#staleId : "????";
    this.#staleId = answer.id;
    return { kind: "process-id", id };
  }
}
