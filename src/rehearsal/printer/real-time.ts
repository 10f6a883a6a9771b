/** A command that acts the moment it is received, even inside an image; its bytes stay in the data (spec/escpos.md 3.4). */
export type RealTimeCommand =
  | { readonly kind: "status"; readonly question: number }
  | { readonly kind: "recover"; readonly clearing: boolean }
  | { readonly kind: "pulse"; readonly pin: 2 | 5; readonly ms: number }
  | { readonly kind: "power-off" }
  | { readonly kind: "clear" }
  /** No real-time command: GS ( H, which only a lying printer answers when it is received. */
  | { readonly kind: "process-id"; readonly id: string };

const longest = 11;
const powerOff = Uint8Array.of(0x10, 0x14, 0x02, 0x01, 0x08);
const askForId = Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30);
const clear = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** Watches the bytes go by, whatever they belong to. */
export class RealTimeWatch {
  #recent: number[] = [];

  /** Looks at the next byte; returns the command that it completes. */
  see(byte: number): RealTimeCommand | undefined {
    this.#recent.push(byte);
    if (this.#recent.length > longest) this.#recent.shift();
    return this.#shortCommand() ?? this.#pulse() ?? this.#longCommand() ?? this.#processId();
  }

  forget(): void {
    this.#recent = [];
  }

  #shortCommand(): RealTimeCommand | undefined {
    const [dle, code, n] = this.#last(3);
    if (dle !== 0x10 || n === undefined) return undefined;
    if (code === 0x04 && n >= 1 && n <= 4) return { kind: "status", question: n };
    if (code === 0x05 && (n === 1 || n === 2)) return { kind: "recover", clearing: n === 2 };
    return undefined;
  }

  #pulse(): RealTimeCommand | undefined {
    const [dle, dc4, fn, m, t] = this.#last(5);
    if (dle !== 0x10 || dc4 !== 0x14 || fn !== 0x01 || m === undefined || t === undefined) return undefined;
    return m <= 1 && t >= 1 && t <= 8 ? { kind: "pulse", pin: m === 0 ? 2 : 5, ms: t * 100 } : undefined;
  }

  #longCommand(): RealTimeCommand | undefined {
    if (this.#endsWith(clear)) return { kind: "clear" };
    return this.#endsWith(powerOff) ? { kind: "power-off" } : undefined;
  }

  #processId(): RealTimeCommand | undefined {
    const last = this.#last(longest);
    if (last.length < longest || !askForId.every((byte, at) => last[at] === byte)) return undefined;
    return { kind: "process-id", id: String.fromCharCode(...last.slice(askForId.length)) };
  }

  #endsWith(command: Uint8Array): boolean {
    const last = this.#last(command.length);
    return command.every((byte, at) => last[at] === byte);
  }

  #last(count: number): readonly number[] {
    return this.#recent.slice(-count);
  }
}
