import type { Clock } from "../../base/clock.ts";
import type { Bell } from "./bell.ts";
import { Connection, type Ending } from "./connection.ts";
import type { PrinterModel } from "./models.ts";

export interface HostsOptions {
  readonly clock: Clock;
  readonly bell: Bell;
  take(bytes: Uint8Array, connection: Connection): Promise<void>;
  /** How long a host may be silent; nothing: for ever. */
  idleMs(): number | undefined;
  secondHost(): PrinterModel["secondHost"];
  onChange(): void;
}

/** Who is connected to the printer: one host, or several where it serves several. */
export class Hosts {
  readonly #options: HostsOptions;
  readonly #connections = new Set<Connection>();
  #isCut = false;

  constructor(options: HostsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#connections.size;
  }

  /** Lets a host in, or says that another is connected. */
  admit(): Connection | "busy" {
    if (this.count > 0 && this.#options.secondHost() !== "served") return "busy";
    let heardAt = this.#options.clock.uptimeMs();
    const connection = new Connection((bytes, from) => {
      heardAt = this.#options.clock.uptimeMs();
      return this.#options.take(bytes, from);
    });
    this.#connections.add(connection);
    connection.cut(this.#isCut);
    connection.closed.addEventListener("abort", () => {
      this.#connections.delete(connection);
      this.#options.onChange();
    });
    void this.#loseWhenIdle(connection, () => heardAt);
    return connection;
  }

  /** All of them hear it. */
  tell(bytes: Uint8Array): void {
    for (const connection of this.#connections) connection.say(bytes);
  }

  closeAll(ending: Ending): void {
    for (const connection of [...this.#connections]) connection.close(ending);
  }

  cutCable(isCut: boolean): void {
    this.#isCut = isCut;
    for (const connection of this.#connections) connection.cut(isCut);
  }

  async #loseWhenIdle(connection: Connection, heardAt: () => number): Promise<void> {
    const { clock, bell, idleMs } = this.#options;
    while (!connection.closed.aborted) {
      const allowedMs = idleMs();
      if (allowedMs === undefined) {
        await bell.next();
        continue;
      }
      const leftMs = heardAt() + allowedMs - clock.uptimeMs();
      if (leftMs <= 0) connection.close("reset");
      else await clock.sleep(leftMs, connection.closed);
    }
  }
}
