/** What is known of a lender: why it lends nothing, null when all is well, undefined before it was asked. */
export interface Lending {
  readonly trouble: string | null | undefined;
  /** Seconds since 1970 of the first word of a trouble that lasts. */
  readonly since: number;
}

/** How the way down does in this life of the till: what was refused of it, and whether numbers are lent. Alerts are made of it. */
export class WayDown {
  readonly #refused = new Map<string, string>();
  #lending: Lending | null = null;

  /** Why each file of numbers was refused, by its name. The same file is met again by the next life. */
  get refusedFiles(): ReadonlyMap<string, string> {
    return this.#refused;
  }

  refuse(file: string, why: string): void {
    this.#refused.set(file, why);
  }

  /** Null where nobody lends. */
  get lending(): Lending | null {
    return this.#lending;
  }

  /** Somebody lends from now on, and was not asked yet. */
  beginLending(): void {
    this.#lending = { trouble: undefined, since: 0 };
  }

  noteLending(trouble: string | null, at: number): void {
    const lasts = typeof this.#lending?.trouble === "string";
    this.#lending = { trouble, since: lasts ? this.#lending!.since : at };
  }
}
