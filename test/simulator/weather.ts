import { existsSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "../../src/rehearsal/printer/faults.ts";
import type { Chance } from "./chance.ts";
import type { Life } from "./life.ts";
import type { Premises } from "./premises.ts";

/** What a till must live through at any moment. A printer that lies about its work would rightly convince a till. */
const faults: readonly Fault[] = [
  "none",
  "paper-out",
  "near-end",
  "cover-open",
  "port-closed",
  "slow",
  "never-reads",
  "reset",
  "mute",
  "garbage",
];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Everything that can go wrong around a till, and well again. */
export class Weather {
  readonly #premises: Premises;
  readonly #chance: Chance;
  readonly #keys: string;

  constructor(premises: Premises) {
    this.#premises = premises;
    this.#chance = premises.weatherChance;
    this.#keys = join(premises.folder, "keys");
  }

  printerFault(): void {
    const atByte = this.#chance.happens(0.6) ? this.#chance.between(1, 25_000) : 0;
    this.#premises.machine.setFault(this.#chance.pick(faults), atByte);
  }

  printerWell(): void {
    this.#premises.machine.setFault("none");
  }

  printerPower(): void {
    if (this.#chance.happens(0.5)) this.#premises.machine.powerCycle();
    else this.#premises.machine.setPower(!this.#premises.machine.state.power);
  }

  feed(): void {
    void this.#premises.machine.pressFeed();
  }

  /** Most deaths strike inside a transaction, between one look at the world and the next: there half a sale could be kept. */
  armDeath(life: Life): void {
    const moment = this.#chance.weighted([
      [1, "before-commit"],
      [3, "inside-commit"],
      [2, "after-commit"],
      [1, "on-the-wire"],
    ] as const);
    life.plan({ moment, countdown: this.#chance.between(1, 3), ticks: this.#chance.between(1, 4) });
  }

  nudgeClock(): void {
    this.#premises.clock.jump(this.#chance.between(-2000, 2000));
  }

  jumpClock(): void {
    const ms = this.#chance.pick([-180 * minuteMs, -5 * minuteMs, 3 * minuteMs, 60 * minuteMs, dayMs, 40 * dayMs]);
    this.#premises.clock.jump(ms);
  }

  diskFull(): void {
    this.#premises.freeBytes = 1024;
  }

  diskFree(): void {
    this.#premises.freeBytes = Number.MAX_SAFE_INTEGER;
  }

  /** Takes the private key away or brings it back; a start finds out. */
  moveKey(): void {
    const hidden = readdirSync(this.#keys).some((name) => name.endsWith(".away"));
    if (hidden) this.keyBack();
    else for (const name of this.#files(".key.pem")) renameSync(join(this.#keys, name), join(this.#keys, `${name}.away`));
  }

  keyBack(): void {
    for (const name of this.#files(".away")) renameSync(join(this.#keys, name), join(this.#keys, name.slice(0, -".away".length)));
  }

  /** A machine that was switched off: its next boot cannot compare uptimes with this one. */
  boot(): void {
    this.#premises.bootId = `boot-${this.#chance.between(1, 1_000_000)}`;
  }

  /** Everything that was wrong is well again, but for the daemon. */
  calm(): void {
    this.diskFree();
    this.keyBack();
    this.#premises.machine.setPower(true);
    this.#premises.machine.setFault("none");
  }

  #files(ending: string): string[] {
    return existsSync(this.#keys)
      ? readdirSync(this.#keys).filter((name) => name.startsWith("seal-") && name.endsWith(ending))
      : [];
  }
}
