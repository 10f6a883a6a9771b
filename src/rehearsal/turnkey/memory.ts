import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Arrival, type Grant, Platform } from "./platform.ts";
import type { Package } from "./result-file.ts";
import type { Sheet } from "./sheet.ts";

/** A package on its way: the files in it, by name, and when its result is due. */
export interface PendingPackage extends Package {
  readonly files: readonly string[];
  readonly day: string;
  readonly dueMs: number;
}

const arrivalsName = "platform.jsonl";

/** What it keeps beside the folders, so that it can be killed and started on them again. */
export class Memory {
  readonly platform: Platform;
  readonly #arrivalsPath: string;
  readonly #packagesPath: string;
  #packages: readonly PendingPackage[] = [];

  constructor(folder: string, grants: readonly Grant[] | null) {
    mkdirSync(folder, { recursive: true });
    this.#arrivalsPath = join(folder, arrivalsName);
    this.#packagesPath = join(folder, "packages.json");
    this.platform = new Platform(grants);
    if (existsSync(this.#arrivalsPath)) this.#readArrivals();
    if (existsSync(this.#packagesPath)) this.#packages = JSON.parse(readFileSync(this.#packagesPath, "utf8"));
  }

  get packages(): readonly PendingPackage[] {
    return this.#packages;
  }

  keepPackages(packages: readonly PendingPackage[]): void {
    writeFileSync(`${this.#packagesPath}.new`, JSON.stringify(packages));
    renameSync(`${this.#packagesPath}.new`, this.#packagesPath);
    this.#packages = packages;
  }

  /** Remembers what the platform has just stored, with the invoice each speaks of. */
  keepArrivals(sheets: readonly Sheet[], atMs: number): void {
    const lines = sheets.map(
      ({ message, seller, reference, digest, invoice }) =>
        `${JSON.stringify({ message, seller, reference, digest, atMs, invoice })}\n`,
    );
    appendFileSync(this.#arrivalsPath, lines.join(""));
  }

  #readArrivals(): void {
    for (const { invoice, ...arrival } of arrivalsIn(this.#arrivalsPath)) this.platform.restore(arrival, { invoice });
  }
}

/** What the platform stored so far, for a judge who stands outside. */
export function readArrivals(folder: string): readonly Arrival[] {
  const path = join(folder, arrivalsName);
  return existsSync(path) ? arrivalsIn(path) : [];
}

/** A line that a death cut short is not there yet. */
function arrivalsIn(path: string): (Arrival & Pick<Sheet, "invoice">)[] {
  const whole = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return whole.map((line) => JSON.parse(line));
}
