/** The random codes of the newest invoices, so that asking whether one was just given needs no index over all of them. */
export class RecentCodes {
  readonly #size: number;
  /** Invoice ids and their codes, side by side, oldest first. */
  readonly #ids: number[] = [];
  readonly #codes: string[] = [];

  /** `newest` holds the invoices of the book, newest first. */
  constructor(size: number, newest: readonly GivenCode[]) {
    this.#size = size;
    for (const given of newest.toReversed()) this.add(given);
  }

  has(code: string): boolean {
    return this.#codes.includes(code, -this.#size);
  }

  /** An id comes again only when the invoice that had it was rolled back: it, and what followed it, is forgotten. */
  add({ id, randomCode }: GivenCode): void {
    while ((this.#ids.at(-1) ?? 0) >= id) {
      this.#ids.pop();
      this.#codes.pop();
    }
    this.#ids.push(id);
    this.#codes.push(randomCode);
    // More are kept than are asked for, since a whole group of sales can still be rolled back.
    if (this.#ids.length < 3 * this.#size) return;
    this.#ids.splice(0, this.#size);
    this.#codes.splice(0, this.#size);
  }
}

interface GivenCode {
  /** The invoice's. */
  readonly id: number;
  readonly randomCode: string;
}
