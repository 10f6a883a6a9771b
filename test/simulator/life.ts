import { configSchema } from "../../config/schema.ts";
import type { Ledger } from "../../db/till/ledger.ts";
import type { Clock } from "../../src/base/clock.ts";
import { silentLog } from "../../src/base/log.ts";
import { loadFaces } from "../../src/cli/installation.ts";
import { composeTill, type Till } from "../../src/daemon/compose.ts";
import { type Home, openHome } from "../../src/daemon/home/home.ts";
import { publicKeys } from "../../src/daemon/home/keys.ts";
import type { World } from "../../src/daemon/world.ts";
import { forgetful } from "../forgetful.ts";
import { develop, type Photo, photograph } from "./disk.ts";
import type { Premises } from "./premises.ts";
import { wireTo } from "./wire.ts";

/** When a life ends: around its n-th commit from now, or as its n-th chunk leaves for the printer. */
export interface Death {
  readonly moment: "before-commit" | "inside-commit" | "after-commit" | "on-the-wire" | "on-the-way";
  readonly countdown: number;
  /** How many looks at the outside world into the transaction. */
  readonly ticks: number;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a client takes the answer apart as it comes.
  readonly body: any;
}

/** The letters take a while to load and never change. */
const faces = loadFaces();

/** One life of the daemon, from its start to its death. After it nothing it still does reaches disk, printer or client. */
export class Life {
  readonly #premises: Premises;
  readonly #dead = new AbortController();
  readonly #gone = new Promise<undefined>((resolve) => this.#dead.signal.addEventListener("abort", () => resolve(undefined)));
  #death: Death | undefined;
  #insideTicks = 0;
  #photo: Photo | undefined;
  #home!: Home;
  #ledger!: Ledger;
  #till!: Till;

  private constructor(premises: Premises) {
    this.#premises = premises;
  }

  static async begin(premises: Premises): Promise<Life> {
    const life = new Life(premises);
    const world = life.#world();
    const { region } = premises;
    life.#home = await openHome({ folder: premises.folder, pid: process.pid, region, demo: true }, world);
    life.#ledger = premises.plant?.(life.#home, world) ?? life.#home.ledger;
    const { paths } = life.#home;
    life.#till = composeTill(
      {
        config: configSchema.parse(premises.config),
        ...life.#home,
        ledger: life.#ledger,
        region,
        ...region.demo,
        publicKeys: publicKeys(paths.keys),
        faces,
        version: "0.0.0",
        rehearse: async () => {
          throw new Error("a simulated shop rehearses nothing");
        },
        hosts: () => new Set(["till.test"]),
      },
      world,
    );
    life.#till.start();
    return life;
  }

  get isDead(): boolean {
    return this.#dead.signal.aborted;
  }

  get hasKey(): boolean {
    return this.#home.key !== null;
  }

  /** For what the shop brings in beside the till's own door. */
  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Hears what the till tells pages and POS software. */
  listen(listener: Parameters<Till["shop"]["feed"]["listen"]>[0]): void {
    this.#till.shop.feed.listen(listener);
  }

  /** Arms a death; it strikes when its moment comes. */
  plan(death: Death | undefined): void {
    this.#death = death;
  }

  die(how: "killed" | "power-cut"): void {
    if (this.isDead) return;
    this.#photo = photograph(this.#home.paths.database);
    this.#dead.abort(how);
  }

  /** Stops as a person would stop it: steps are finished, lines closed. */
  async stop(): Promise<void> {
    const stopped = this.#till.stop();
    await this.#premises.clock.wind(10_000);
    await Promise.race([stopped, this.#gone]);
    this.#dead.abort("stopped");
  }

  /** Closes what the system would close, and puts the disk back to the moment of death. */
  bury(): void {
    if (this.#ledger !== this.#home.ledger) this.#ledger[Symbol.dispose]();
    this.#home[Symbol.dispose]();
    if (this.#photo) develop(this.#photo, this.#home.paths.database);
  }

  /** One HTTP request without a port. Undefined when the daemon died before its answer had left. */
  async ask(token: string, path: string, body?: unknown): Promise<Answer | undefined> {
    if (this.isDead) return undefined;
    const asked = this.#till.app.request(`http://till.test${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { host: "till.test", authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answered = Promise.resolve(asked).then(async (response) => ({ status: response.status, body: await response.json() }));
    const answer = await Promise.race([answered, this.#gone]);
    if (this.isDead) return undefined;
    if (answer?.status === 500) this.#premises.report(`the till made a mistake of its own when asked for ${path}`);
    return answer;
  }

  #world(): World {
    const premises = this.#premises;
    return {
      clock: this.#clock(),
      log: silentLog,
      bootId: premises.bootId,
      randomBytes: (count) => this.#tick(() => premises.cryptographicChance.bytes(count)),
      upstreamOf: (_, downloads) => {
        if (!premises.wayUp) throw new Error("this till has no upstream");
        return premises.wayUp.open({ clock: this.#clock(), downloads, act: (work) => this.#onTheWay(work) });
      },
      defer: (callback) => void setImmediate(() => this.#commit(callback)),
      driverOf: () =>
        wireTo({
          machine: premises.machine,
          bufferBytes: premises.wireBufferBytes,
          dead: this.#dead.signal,
          onBytes: (bytes, offset) => this.#sendOff(bytes, offset),
        }),
      documentDriverOf: () => {
        throw new Error("a simulated shop has no system printer");
      },
      wire: async () => ({ result: "broken", reason: "a simulated shop posts nothing", nothingLeft: true }),
      mailer: async () => ({ result: "failed", reason: "a simulated shop mails nothing" }),
      freeBytes: () => this.#tick(() => premises.freeBytes),
      witness: forgetful,
      onHomeDisk: () => false,
      die: (reason) => this.isDead || premises.report(`the daemon gave up: ${reason}`),
    };
  }

  #clock(): Clock {
    const { clock } = this.#premises;
    return {
      now: () => this.#tick(() => clock.now()),
      uptimeMs: () => clock.uptimeMs(),
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          void clock.sleep(ms, signal).then(() => this.isDead || resolve());
        }),
    };
  }

  /** What a dead daemon had begun is done by nobody, and what was done it never hears of. */
  async #onTheWay<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.isDead) return await never();
    const death = this.#countDown("on-the-way");
    const before = death !== undefined && death.ticks % 2 === 0;
    if (before) this.die(this.#howToDie());
    if (this.isDead) return await never();
    const done = await work();
    if (death) this.die(this.#howToDie());
    return this.isDead ? await never() : done;
  }

  #commit(callback: () => void): void {
    if (this.isDead) return;
    const death = this.#countDown("before-commit", "inside-commit", "after-commit");
    if (death?.moment === "inside-commit") this.#insideTicks = death.ticks;
    if (death?.moment !== "before-commit") callback();
    if (death) this.die(this.#howToDie());
    this.#insideTicks = 0;
  }

  /** A transaction asks for the time, for chance or for the free space: there it may be cut off in its middle. */
  #tick<T>(look: () => T): T {
    if (this.#insideTicks > 0 && --this.#insideTicks === 0) this.die(this.#howToDie());
    return look();
  }

  #sendOff(bytes: Uint8Array, offset: number): void {
    this.#premises.onBytes(bytes, offset);
    if (this.#countDown("on-the-wire")) this.die(this.#howToDie());
  }

  #countDown(...moments: readonly Death["moment"][]): Death | undefined {
    const death = this.#death;
    if (!death || !moments.includes(death.moment)) return undefined;
    if (death.countdown > 1) {
      this.#death = { ...death, countdown: death.countdown - 1 };
      return undefined;
    }
    this.#death = undefined;
    return death;
  }

  #howToDie(): "killed" | "power-cut" {
    return this.#premises.weatherChance.pick(["killed", "power-cut"] as const);
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}
