import type { Chance } from "./chance.ts";
import type { Life } from "./life.ts";
import type { WitnessedPaper } from "./paper.ts";
import type { Premises } from "./premises.ts";

export interface Duty {
  readonly premises: Pick<Premises, "machine" | "clock">;
  readonly chance: Chance;
  readonly paper: WitnessedPaper;
  readonly token: string;
  life(): Life;
}

interface DoubtfulSlip {
  readonly id: string;
  readonly invoice: string;
  readonly copy: number;
}

/** Somebody who looks at the paper, settles what is doubtful, and sometimes errs. */
export class Person {
  readonly #duty: Duty;
  /** Invoices about whose paper the till was told what is not so, or not for long: a second original is not its fault. */
  readonly misledAbout = new Set<string>();

  constructor(duty: Duty) {
    this.#duty = duty;
  }

  /** Settles everything doubtful; a careful person never errs. */
  async settleAll({ careful = false } = {}): Promise<void> {
    const { token, life } = this.#duty;
    const answer = await life().ask(token, "/v1/slips?state=uncertain");
    for (const slip of (answer?.body.slips ?? []) as DoubtfulSlip[]) await this.#settle(slip, careful);
  }

  /** Switches the printer off and on, and says so: nothing of earlier slips can come out of it any more. */
  async clearPrinter(): Promise<void> {
    const { token, life, premises } = this.#duty;
    premises.machine.powerCycle();
    await life().ask(token, "/v1/printers/front/cleared", {});
  }

  async #settle(slip: DoubtfulSlip, careful: boolean): Promise<void> {
    const { token, life, premises, chance } = this.#duty;
    const powerCycled = chance.happens(0.3);
    if (powerCycled) premises.machine.powerCycle();
    const outcome = this.#sees(slip, careful);
    // What was true when the person looked is not when the printer goes on afterwards: only clearing it before the look
    // would make sure, and the till does not ask for that.
    if (this.#printerMayGoOn) this.misledAbout.add(slip.invoice);
    await life().ask(token, `/v1/slips/${slip.id}/settle`, { outcome, powerCycled });
  }

  get #printerMayGoOn(): boolean {
    const { fault, bufferedBytes, rowsWaiting } = this.#duty.premises.machine.state;
    return fault !== "none" || bufferedBytes > 0 || rowsWaiting > 0;
  }

  #sees(slip: DoubtfulSlip, careful: boolean): string {
    const { paper, chance } = this.#duty;
    paper.look();
    const slipId = Number(slip.id);
    const isWhole = paper.wholes(slipId) > 0;
    if (!careful && chance.happens(0.05)) {
      if (isWhole) this.misledAbout.add(slip.invoice);
      return chance.pick(["nothing", "torn-kept", "torn-handed"]);
    }
    if (isWhole) return "on-paper";
    return paper.begun(slipId) ? chance.pick(["torn-kept", "torn-handed"]) : "nothing";
  }
}
