import type { Chance } from "./chance.ts";
import type { WitnessedPaper } from "./judge/paper.ts";
import type { Life } from "./life.ts";
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
    await this.#waitWhilePaperMoves();
    const outcome = this.#sees(slip, careful);
    await life().ask(token, `/v1/slips/${slip.id}/settle`, { outcome, powerCycled });
  }

  /** Nobody judges a slip that is still coming out; one that is stuck is judged as it is. */
  async #waitWhilePaperMoves(): Promise<void> {
    const { machine, clock } = this.#duty.premises;
    for (let look = 0; look < 20 && !machine.state.offline && machine.state.rowsWaiting > 0; look++) await clock.wind(500);
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
