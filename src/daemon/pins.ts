import { randomInt, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** Costs about 75 ms and 32 MB, one at a time (architecture.md, Credentials). */
const cost: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** 32 bytes of a PIN, its salt and the pepper. */
export type HashPin = (pin: string, salt: Uint8Array) => Promise<Buffer>;

/** Hashes PINs with a secret that is not in the database: a stolen database alone opens nothing, however short a PIN. */
export class Pins {
  readonly #pepper: () => Uint8Array;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(pepper: () => Uint8Array) {
    this.#pepper = pepper;
  }

  /**
   * Does one thing with PINs after the other, from the first look at the books to the last word in them: a burst of sign-ins then
   * takes neither the till's memory nor more tries than one at a time would get.
   */
  inTurn<T>(work: (hash: HashPin) => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => work((pin, salt) => this.#derive(pin, salt)));
    this.#turn = mine.catch(() => {});
    return mine;
  }

  #derive(pin: string, salt: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const seasoned = Buffer.concat([salt, this.#pepper()]);
      scrypt(pin, seasoned, 32, cost, (error, key) => (error ? reject(error) : resolve(key)));
    });
  }
}

/** In constant time, whatever the PIN. */
export async function isPin(hash: HashPin, pin: string, kept: { readonly pinSalt: Uint8Array; readonly pinHash: Uint8Array }) {
  return timingSafeEqual(await hash(pin, kept.pinSalt), kept.pinHash);
}

/** Six digits nobody guesses first. */
export function freshPin(): string {
  for (;;) {
    const pin = String(randomInt(0, 1_000_000)).padStart(6, "0");
    if (!isWeak(pin)) return pin;
  }
}

/** All alike, counting up or down, or a pair repeated: what is tried first. */
export function isWeak(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, index) => (digit - digits[index]! + 10) % 10);
  if (steps.every((step) => step === steps[0])) return true;
  return digits.every((digit, index) => digit === digits[index % 2]);
}
