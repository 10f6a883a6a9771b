/** What another program may have left behind stands here beside what the host may send. */
const reserve = 16;

/** The bytes received and not yet worked on. What does not fit stays with the sender. */
export class ReceiveBuffer {
  readonly #bytes: Uint8Array;
  readonly #capacity: number;
  #first = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#bytes = new Uint8Array(capacity + reserve);
  }

  get length(): number {
    return this.#length;
  }

  get room(): number {
    return Math.max(0, this.#capacity - this.#length);
  }

  push(byte: number): void {
    if (this.#length === this.#bytes.length) return;
    this.#bytes[(this.#first + this.#length) % this.#bytes.length] = byte;
    this.#length += 1;
  }

  /** The oldest byte; nothing when empty. */
  shift(): number | undefined {
    if (this.#length === 0) return undefined;
    const byte = this.#bytes[this.#first];
    this.#first = (this.#first + 1) % this.#bytes.length;
    this.#length -= 1;
    return byte;
  }

  clear(): void {
    this.#length = 0;
  }
}
