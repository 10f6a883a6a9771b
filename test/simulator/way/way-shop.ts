import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChainWalk } from "../../../src/invoice/seal/chain.ts";
import { regions } from "../../../src/regions/regions.ts";
import { loadRom } from "../../../src/rehearsal/paper/rom.ts";
import { Machine } from "../../../src/rehearsal/printer/machine.ts";
import { models } from "../../../src/rehearsal/printer/models.ts";
import { WoundClock } from "../../wound-clock.ts";
import { Chance } from "../chance.ts";
import { Judge } from "../judge/promises.ts";
import { Life } from "../life.ts";
import { Pos } from "../pos.ts";
import type { Plant, Premises } from "../premises.ts";
import { Weather } from "../weather.ts";
import { Clerk } from "./clerk.ts";
import { hubRoad } from "./hub-road.ts";
import type { Road } from "./road.ts";
import { turnkeyRoad } from "./turnkey-road.ts";
import { type Parcel, WayJudge } from "./way-judge.ts";

const rom = loadRom();
const managerToken = "secret-of-the-manager";
const beginnings = ["2026-11-22T14:03:05+08:00", "2026-12-31T23:58:30+08:00"];
/** The other side is given its turn at least so often while time passes. */
const turnMs = 120_000;
const calmRounds = 120;
/** A till that is granted its numbers, as a real one is: no track of two periods is the same. */
const region = { ...regions.tw, demo: { ...regions.tw.demo, ranges: [] } };
const tracks = { "11512": "AB", "11602": "CD", "11604": "EF" };

function grantOf([period, track]: [string, string]) {
  return { seller: region.demo.seller.businessId, invoiceType: "07", period, track, first: 0, last: 9_999 };
}

export interface WaySettings {
  readonly plant?: Plant;
  /** Puts something between the till and its way. */
  readonly bend?: (road: Road) => Road;
}

/** A shop without a printer from a seed: sales and undoings on one side, a way upstream in all its weather on the other. */
export class WayShop {
  readonly story: string[] = [];
  readonly #violations = new Set<string>();
  readonly #chance: Chance;
  readonly #premises: Premises;
  readonly #weather: Weather;
  readonly #poses: readonly Pos[];
  readonly #clerk: Clerk;
  readonly #road: Road;
  readonly #place: string;
  /** Whether its numbers come from a hub. */
  readonly #borrows: boolean;
  readonly #beganMs: number[] = [];
  /** When the till heard what its hub had forgotten, by the document's entry. */
  readonly #heardMs = new Map<number, number>();
  #life!: Life;
  #walk: ChainWalk | undefined;
  #judges: { readonly promises: Judge; readonly way: WayJudge } | undefined;

  private constructor(seed: number, { plant, bend = (road) => road }: WaySettings) {
    this.#chance = new Chance(seed);
    const clock = new WoundClock(Date.parse(this.#chance.pick(beginnings)));
    this.#place = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tillseal-way-"));
    const roadChance = new Chance(seed + 3_000_003);
    this.#borrows = this.#chance.happens(0.4);
    this.#road = bend(
      this.#borrows
        ? hubRoad(clock, roadChance, Object.entries(tracks).map(grantOf))
        : turnkeyRoad(join(this.#place, "turnkey"), clock, roadChance),
    );
    this.#premises = {
      folder: join(this.#place, "home"),
      clock,
      machine: new Machine({ clock, rom, model: models["virtual-58"] }),
      region,
      config: { upstream: this.#road.address },
      wayUp: this.#road,
      wireBufferBytes: 0,
      weatherChance: new Chance(seed + 1_000_003),
      cryptographicChance: new Chance(seed + 2_000_003),
      ...(plant && { plant }),
      bootId: "boot-0",
      freeBytes: Number.MAX_SAFE_INTEGER,
      onBytes: () => {},
      report: (sentence) => this.#violations.add(sentence),
    };
    this.#weather = new Weather(this.#premises);
    const behind = { chance: this.#chance, life: () => this.#life };
    const { report } = this.#premises;
    this.#poses = ["pos-1", "pos-2"].map(
      (name) => new Pos({ ...behind, report, name, token: `secret-of-${name}`, lostAnswers: 0.1 }),
    );
    this.#clerk = new Clerk({ ...behind, token: managerToken, poses: this.#poses });
  }

  static async open(seed: number, settings: WaySettings = {}): Promise<WayShop> {
    const shop = new WayShop(seed, settings);
    await shop.#wake();
    const { ledger } = shop.#life;
    await ledger.write(() => {
      for (const { name } of shop.#poses) ledger.tokens.keep({ name, scope: "sell" }, `secret-of-${name}`, 0);
      ledger.tokens.keep({ name: "manager", scope: "admin" }, managerToken, 0);
      if (shop.#borrows) return;
      for (const track of Object.entries(tracks)) ledger.ranges.add({ ...grantOf(track), source: "import" });
    });
    return shop;
  }

  violations(): string[] {
    return [...this.#violations];
  }

  get sales(): number {
    return this.#poses.reduce((sum, { tickets }) => sum + tickets.filter(({ state }) => state === "issued").length, 0);
  }

  /** Equal for equal runs. */
  digest(): string {
    const parcels = this.#judges!.way.parcels().map(({ id, message, state }) => [id, message, state]);
    return JSON.stringify([parcels, this.#road.arrivals().map(({ message, reference, atMs }) => [message, reference, atMs])]);
  }

  /** First act, until so many sales were answered. */
  async storm(sales: number): Promise<void> {
    while (this.sales < sales && this.#violations.size === 0) await this.#happen();
  }

  /** Second act: everything must arrive, or a person must have been told and have settled it. */
  async calm(): Promise<void> {
    if (this.#violations.size > 0) return;
    this.#tell("calm");
    this.#weather.diskFree();
    this.#road.calm();
    this.#life.plan(undefined);
    await this.#restart("stop");
    await this.#life.ask(managerToken, "/v1/admin/clock/accept", { reason: "looked at the wall" });
    for (let round = 0; round < calmRounds && this.#violations.size === 0 && this.#outstanding().length > 0; round++) {
      for (const pos of this.#poses) await pos.retry();
      await this.#pass(60_000);
      await this.#giveUpWhatIsTooLate();
      await this.#clerk.retryRefused();
    }
    this.#look(false);
    for (const sentence of this.#outstanding()) this.#premises.report(`${sentence} although the weather is calm`);
  }

  async close(): Promise<void> {
    this.#closeJudges();
    this.#life.die("killed");
    this.#life.bury();
    this.#road.close();
    rmSync(this.#place, { recursive: true });
  }

  async #happen(): Promise<void> {
    const [name, act] = this.#chance.weighted(this.#events());
    this.#tell(name);
    await act();
    await this.#pass(this.#chance.pick([0, 0, 50, 5_000, 30_000]));
    if (this.#life.isDead) await this.#restart("found-dead");
    if (this.story.length % 4 === 0) this.#look(this.#road.mayForget);
  }

  #events(): (readonly [number, readonly [string, () => unknown]])[] {
    const pos = this.#chance.pick(this.#poses);
    const clerk = this.#clerk;
    return [
      [10, ["sell", () => pos.sell()]],
      [10, ["burst", () => pos.burst()]],
      [4, ["retry", () => pos.retry()]],
      [3, ["cancel", () => clerk.cancel()]],
      [2, ["withdraw", () => clerk.withdraw()]],
      [3, ["allowance", () => clerk.allow()]],
      [1, ["allowance cancelled", () => clerk.takeBack()]],
      [1, ["refused ones again", () => clerk.retryRefused()]],
      [12, ["weather", () => this.#tell(this.#road.weather(this.#chance))]],
      [4, ["minutes pass", () => this.#pass(this.#chance.between(1, 20) * 60_000)]],
      [3, ["death is near", () => this.#life.plan(this.#someDeath())]],
      [1, ["killed", () => this.#life.die("killed")]],
      [1, ["power cut", () => this.#powerCut()]],
      [1, ["night", () => this.#shut(this.#chance.between(1, 14))]],
      [0.5, ["holidays", () => this.#shut(this.#chance.between(20, 70))]],
    ];
  }

  #someDeath() {
    const moment = this.#chance.weighted([
      [4, "on-the-way"],
      [1, "before-commit"],
      [2, "inside-commit"],
      [2, "after-commit"],
    ] as const);
    return { moment, countdown: this.#chance.between(1, moment === "on-the-way" ? 25 : 4), ticks: this.#chance.between(1, 4) };
  }

  #powerCut(): void {
    this.#life.die("power-cut");
    this.#weather.boot();
  }

  async #shut(hours: number): Promise<void> {
    await this.#sleep("stop");
    for (let hour = 0; hour < hours; hour++) {
      await this.#premises.clock.wind(3_600_000);
      await this.#road.turn();
    }
    await this.#wake();
  }

  /** Time passes for both sides. */
  async #pass(ms: number): Promise<void> {
    for (let left = ms; left >= 0; left -= turnMs) {
      await this.#premises.clock.wind(Math.min(left, turnMs));
      await this.#road.turn();
    }
  }

  /** A document that came after its last day is refused for good; so is what refers to it. */
  async #giveUpWhatIsTooLate(): Promise<void> {
    const parcels = this.#judges!.way.parcels();
    const lost = new Set(parcels.filter(isTooLate).map(({ thread }) => thread));
    for (const { thread } of parcels.filter(({ state }) => state === "resolved")) lost.add(thread);
    for (const { id, thread, state } of parcels)
      if (lost.has(thread) && (state === "rejected" || state === "held")) await this.#clerk.resolve(id);
  }

  async #restart(how: "stop" | "found-dead"): Promise<void> {
    await this.#sleep(how);
    await this.#wake();
  }

  async #sleep(how: "stop" | "found-dead"): Promise<void> {
    if (how === "stop" && !this.#life.isDead) await this.#life.stop();
    this.#closeJudges();
    await this.#premises.clock.wind(this.#chance.pick([0, 500, 20_000]));
    this.#life.bury();
  }

  async #wake(): Promise<void> {
    this.#life = await Life.begin(this.#premises);
    this.#beganMs.push(this.#premises.clock.wallMs);
    this.#life.listen((happening) => {
      if (happening.kind === "upload" && happening.state === "waiting" && happening.reason?.startsWith("The hub was restored"))
        this.#heardMs.set(Number(happening.id), this.#premises.clock.wallMs);
    });
    const { folder, region } = this.#premises;
    this.#judges = { promises: new Judge(folder, this.#walk), way: new WayJudge(folder, region) };
    this.#walk = this.#judges.promises.walk;
    await this.#premises.clock.wind(100);
  }

  #closeJudges(): void {
    this.#judges?.promises.close();
    this.#judges?.way.close();
    this.#judges = undefined;
  }

  #look(mayBeForgotten: boolean): void {
    const { promises, way } = this.#judges!;
    const evidence = {
      paper: { wholes: () => 0 },
      tickets: () => this.#poses.flatMap((pos) => pos.tickets.map((ticket) => [pos.name, ticket] as const)),
      misledAbout: new Set<string>(),
      hasKey: this.#life.hasKey,
    };
    const seen = {
      arrivals: this.#road.arrivals(),
      nowMs: this.#premises.clock.wallMs,
      beganMs: this.#beganMs,
      heardMs: this.#heardMs,
      forgets: this.#road.mayForget,
      mayBeForgotten,
    };
    for (const sentence of [...promises.violations(evidence), ...way.violations(seen)]) this.#violations.add(sentence);
  }

  #outstanding(): string[] {
    return [
      ...this.#poses.flatMap((pos) => pos.unanswered.map(({ requestId }) => `sale ${requestId} is not answered`)),
      ...this.#judges!.way.parcels()
        .filter(({ state }) => state !== "accepted" && state !== "resolved")
        .map(({ id, message, state, code }) => `${message} of entry ${id} is still ${state} ${code ?? ""}`),
    ];
  }

  #tell(what: string): void {
    this.story.push(`${this.story.length} ${new Date(this.#premises.clock.wallMs).toISOString()} ${what}`);
  }
}

/** E1002: the platform takes it no more; for a reissue that counts from the first issue. An alert told of the refusal. */
function isTooLate({ state, code }: Parcel): boolean {
  return state === "rejected" && code === "E1002";
}
