import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { regions } from "../../src/regions/regions.ts";
import { loadRom } from "../../src/rehearsal/paper/rom.ts";
import { Machine } from "../../src/rehearsal/printer/machine.ts";
import { models } from "../../src/rehearsal/printer/models.ts";
import { WoundClock } from "../wound-clock.ts";
import { Chance } from "./chance.ts";
import { WitnessedPaper } from "./judge/paper.ts";
import { Judge } from "./judge/promises.ts";
import { Life } from "./life.ts";
import { Person } from "./person.ts";
import { Pos } from "./pos.ts";
import type { Plant, Premises } from "./premises.ts";
import { Weather } from "./weather.ts";

const rom = loadRom();
const managerToken = "secret-of-the-manager";
/** Moments worth starting at: an ordinary afternoon, and shortly before a period ends in Taipei. */
const beginnings = ["2026-11-22T14:03:05+08:00", "2026-12-31T23:58:30+08:00"];
/** Rounds of calm after which everything must have arrived. */
const calmRounds = 30;

/** A whole shop from a seed: a till on a real file, a false printer, clients, a person, and weather. */
export class SimulatedShop {
  /** What happened, newest last: for reading a red run. */
  readonly story: string[] = [];
  readonly #violations = new Set<string>();
  readonly #chance: Chance;
  readonly #premises: Premises;
  readonly #paper: WitnessedPaper;
  readonly #weather: Weather;
  readonly #person: Person;
  readonly #poses: readonly Pos[];
  #life!: Life;
  #judge: Judge | undefined;

  private constructor(seed: number, plant?: Plant) {
    this.#chance = new Chance(seed);
    const clock = new WoundClock(Date.parse(this.#chance.pick(beginnings)));
    const talks = this.#chance.happens(0.8);
    const machine = new Machine({ clock, rom, model: talks ? models["virtual-58"] : models["silent-clone"] });
    this.#paper = new WitnessedPaper(machine);
    this.#premises = {
      folder: mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tillseal-simulator-")),
      clock,
      machine,
      region: regions.tw,
      config: { printers: [{ name: "front", url: "tcp://printer.test", model: talks ? "virtual" : "generic-58" }] },
      wireBufferBytes: this.#chance.pick([2048, 65_536]),
      weatherChance: new Chance(seed + 1_000_003),
      cryptographicChance: new Chance(seed + 2_000_003),
      ...(plant && { plant }),
      bootId: "boot-0",
      freeBytes: Number.MAX_SAFE_INTEGER,
      onBytes: (bytes, offset) => this.#overhear(bytes, offset),
      report: (sentence) => this.#violations.add(sentence),
    };
    this.#weather = new Weather(this.#premises);
    const behind = { chance: this.#chance, life: () => this.#life, report: this.#premises.report };
    this.#poses = ["pos-1", "pos-2"].map((name) => new Pos({ ...behind, name, token: `secret-of-${name}`, lostAnswers: 0.15 }));
    this.#person = new Person({ ...behind, premises: this.#premises, paper: this.#paper, token: managerToken });
  }

  static async open(seed: number, plant?: Plant): Promise<SimulatedShop> {
    const shop = new SimulatedShop(seed, plant);
    await shop.#wake();
    await shop.#furnish();
    return shop;
  }

  /** Every broken promise seen so far. */
  violations(): string[] {
    return [...this.#violations];
  }

  /** What the till has issued and printed so far, as one text: equal for equal runs. */
  digest(): string {
    const invoices = this.#judge!.invoices().map(({ number, issuedAt, requestId }) => [number, issuedAt, requestId]);
    return JSON.stringify([invoices, this.#judge!.slips()]);
  }

  /** First act: so many events, and after each a look at every promise. */
  async storm(events: number): Promise<void> {
    for (let event = 0; event < events && this.#violations.size === 0; event++) await this.#happen();
  }

  /** Second act: the weather clears, and everything outstanding must arrive. */
  async calm(): Promise<void> {
    if (this.#violations.size > 0) return;
    this.#tell("calm");
    this.#weather.calm();
    this.#life.plan(undefined);
    await this.#restart("stop");
    await this.#clearClock();
    for (let round = 0; round < calmRounds && this.#outstanding().length > 0; round++) {
      this.#weather.calm(); // a fault that was under way in the printer may still have struck
      for (const pos of this.#poses) await pos.retry();
      await this.#premises.clock.wind(5000);
      await this.#person.settleAll({ careful: true });
      if (this.#machineSaysNothing) await this.#person.clearPrinter();
      this.#look();
    }
    for (const sentence of this.#outstanding()) this.#premises.report(`${sentence} although the weather is calm`);
  }

  async close(): Promise<void> {
    this.#judge?.close();
    this.#life.die("killed");
    this.#life.bury();
    this.#premises.machine.setPower(false);
    rmSync(this.#premises.folder, { recursive: true });
  }

  async #happen(): Promise<void> {
    const [name, act] = this.#chance.weighted(this.#events());
    this.#tell(name);
    await act();
    await this.#premises.clock.wind(this.#chance.pick([0, 50, 700, 4000]));
    if (this.#life.isDead) await this.#restart("found-dead");
    this.#look();
  }

  #events(): (readonly [number, readonly [string, () => unknown]])[] {
    const pos = this.#chance.pick(this.#poses);
    const weather = this.#weather;
    const { clock } = this.#premises;
    return [
      [14, ["sell", () => pos.sell()]],
      [5, ["burst", () => pos.burst()]],
      [8, ["retry", () => pos.retry()]],
      [2, ["replay", () => pos.replay()]],
      [1, ["reuse an id", () => pos.reuseId()]],
      [1, ["sell nonsense", () => pos.sellNonsense()]],
      [1, ["abandon", () => pos.abandon()]],
      [1, ["retry what was abandoned", () => pos.retryAbandoned()]],
      [4, ["settle", () => this.#person.settleAll()]],
      [1, ["printer cleared", () => this.#person.clearPrinter()]],
      [3, ["time passes", () => clock.wind(this.#chance.between(5000, 40_000))]],
      [6, ["printer fault", () => weather.printerFault()]],
      [4, ["printer well", () => weather.printerWell()]],
      [2, ["printer power", () => weather.printerPower()]],
      [1, ["feed", () => weather.feed()]],
      [7, ["death is near", () => weather.armDeath(this.#life)]],
      [2, ["killed", () => this.#life.die("killed")]],
      [2, ["power cut", () => this.#powerCut()]],
      [1, ["stopped", () => this.#restart("stop")]],
      [2, ["clock nudged", () => weather.nudgeClock()]],
      [1, ["clock jumps", () => weather.jumpClock()]],
      [2, ["clock accepted", () => this.#acceptClock()]],
      [1, ["disk full", () => weather.diskFull()]],
      [2, ["disk free", () => weather.diskFree()]],
      [1, ["key moved", () => this.#moveKey()]],
      [1, ["night", () => this.#night()]],
    ];
  }

  #powerCut(): void {
    this.#life.die("power-cut");
    this.#weather.boot();
  }

  async #moveKey(): Promise<void> {
    this.#weather.moveKey();
    await this.#restart("stop");
  }

  async #night(): Promise<void> {
    await this.#sleep("stop");
    await this.#premises.clock.wind(this.#chance.between(1, 12) * 3_600_000);
    await this.#wake();
  }

  async #acceptClock(): Promise<void> {
    await this.#life.ask(managerToken, "/v1/admin/clock/accept", { reason: "looked at the wall" });
  }

  /** The clock catches up with the newest invoice, and a manager believes it. */
  async #clearClock(): Promise<void> {
    const { clock } = this.#premises;
    const newestMs = Math.max(0, ...this.#judge!.invoices().map(({ issuedAt }) => issuedAt)) * 1000;
    if (newestMs > clock.wallMs) clock.jump(newestMs + 1000 - clock.wallMs);
    await this.#acceptClock();
  }

  async #restart(how: "stop" | "found-dead"): Promise<void> {
    await this.#sleep(how);
    await this.#wake();
  }

  async #sleep(how: "stop" | "found-dead"): Promise<void> {
    if (how === "stop" && !this.#life.isDead) await this.#life.stop();
    this.#judge?.close();
    this.#judge = undefined;
    await this.#premises.clock.wind(this.#chance.pick([0, 500, 20_000]));
    this.#life.bury();
  }

  async #wake(): Promise<void> {
    this.#life = await Life.begin(this.#premises);
    this.#judge = new Judge(this.#premises.folder);
    await this.#premises.clock.wind(100);
  }

  /** Tokens for everyone; and in some shops short ranges, so that they are spent. */
  async #furnish(): Promise<void> {
    const { ledger } = this.#life;
    const short = this.#chance.happens(0.4);
    await ledger.write(() => {
      for (const { name } of this.#poses) ledger.tokens.keep({ name, scope: "sell" }, `secret-of-${name}`, 0);
      ledger.tokens.keep({ name: "manager", scope: "admin" }, managerToken, 0);
      if (!short) return;
      for (let first = 0; first < 100; first += 10)
        ledger.ranges.add({
          seller: "12345675",
          period: "11512",
          invoiceType: "07",
          track: "AB",
          first,
          last: first + 9,
          source: "import",
        });
    });
  }

  /** Promise 6 begins here: `sending` is on disk before the first byte leaves. */
  #overhear(bytes: Uint8Array, offset: number): void {
    const sending = this.#judge?.sending();
    if (sending === undefined && this.#paper.isStart(bytes))
      this.#premises.report("a slip's bytes left before `sending` was on disk");
    this.#paper.overhear(bytes, offset, sending);
  }

  #look(): void {
    this.#paper.look();
    const evidence = {
      paper: this.#paper,
      tickets: () => this.#poses.flatMap((pos) => pos.tickets.map((ticket) => [pos.name, ticket] as const)),
      misledAbout: this.#person.misledAbout,
      hasKey: this.#life.hasKey,
    };
    for (const sentence of this.#judge!.violations(evidence)) this.#violations.add(sentence);
  }

  /** What has not arrived yet. */
  #outstanding(): string[] {
    const ends = ["printed", "sent", "settled", "dropped"];
    return [
      ...this.#poses.flatMap((pos) => pos.unanswered.map(({ requestId }) => `sale ${requestId} is not answered`)),
      ...this.#judge!.slips()
        .filter(({ state }) => !ends.includes(state))
        .map(({ id, state }) => `slip ${id} is still ${state}`),
    ];
  }

  /** Of a printer that cannot say so only a person knows that it holds nothing. */
  get #machineSaysNothing(): boolean {
    return !this.#premises.machine.model.answers.realTimeStatus;
  }

  #tell(what: string): void {
    this.story.push(`${this.story.length} ${new Date(this.#premises.clock.wallMs).toISOString()} ${what}`);
  }
}
