/** The bytes received and not yet worked on. What does not fit stays with the sender. */
export class ReceiveBuffer {
  readonly #bytes: Uint8Array;
  #first = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  get room(): number {
    return this.#bytes.length - this.#length;
  }

  push(byte: number): void {
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
