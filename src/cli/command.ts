/** One command of the command line. */
export interface Command {
  /** How it is called: `start [--demo] …` */
  readonly usage: string;
  readonly does: string;
  /** What its own help says besides, where there is more. */
  more?(): string;
  /** Returns the exit code: 0 done, 1 refused or found wrong, 2 misused. Throws a `Problem` to be told in words. */
  run(args: string[]): Promise<number>;
}
