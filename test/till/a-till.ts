import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "../../config/schema.ts";
import { silentLog } from "../../src/base/log.ts";
import { loadFaces } from "../../src/cli/installation.ts";
import { nodeMailer } from "../../src/daemon/alerts/posting/node-mailer.ts";
import { composeTill, type Till } from "../../src/daemon/compose.ts";
import type { Rehearse } from "../../src/daemon/drill/drill-report.ts";
import { type Home, openHome } from "../../src/daemon/home/home.ts";
import { publicKeys } from "../../src/daemon/home/keys.ts";
import type { InvoiceDetailAnswer } from "../../src/daemon/http/schema/answer.ts";
import type { World } from "../../src/daemon/world.ts";
import type { DocumentDriver } from "../../src/drivers/document/document-driver.ts";
import type { PrinterDriver } from "../../src/drivers/driver.ts";
import type { Environment } from "../../src/invoice/record.ts";
import { regions } from "../../src/regions/regions.ts";
import { nodeWire } from "../../src/sync/hub/node-wire.ts";
import { forgetful } from "../forgetful.ts";
import { WoundClock } from "../wound-clock.ts";

/** The letters take a while to load and never change. */
const faces = loadFaces();

export interface TillSettings {
  /** A home of its own by default, removed at the end. */
  readonly folder?: string;
  /** The till whose process died, or was stopped: this one starts on its home and clock, and removes the home at the end. */
  readonly after?: Pick<TestTill, "folder" | "clock">;
  readonly clock?: WoundClock;
  /** What `tillseal.yaml` would hold. */
  readonly config?: object;
  readonly world?: Partial<World>;
  readonly driver?: PrinterDriver;
  /** What the home is born as; a demo by default. */
  readonly environment?: Environment;
  /** A demo till makes itself a whole track where it has none; `false` makes it wait for a range file, as a live one does. */
  readonly makesNumbers?: boolean;
  /** What hands over documents, whatever the system printer's address. */
  readonly documentDriver?: DocumentDriver;
  /** What a drill comes to. */
  readonly rehearse?: Rehearse;
}

const knownKey = "0123456789ABCDEF0123456789ABCDEF";

/** What most requests are answered with: an invoice, or why there is none. */
export type InvoiceOrRefusal = InvoiceDetailAnswer & { readonly code?: string; readonly detail?: string };

/** A response whose body the test says it knows. */
export type Answer<T> = Omit<Response, "json"> & { json(): Promise<T> };

export interface TestTill extends AsyncDisposable {
  readonly folder: string;
  readonly home: Home;
  readonly till: Till;
  readonly clock: WoundClock;
  /** What `world.die` was told, in order. */
  readonly deaths: readonly unknown[];
  get<T = InvoiceOrRefusal>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  /** Posts JSON, or text as it stands. */
  post<T = InvoiceOrRefusal>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  token(name: string, scope: "sell" | "read" | "operate" | "admin"): Promise<string>;
}

/** A whole till on a real database, with a clock that stands still. Loops run only when the test says `till.start()`. */
export async function aTill({
  after,
  folder,
  clock = after?.clock ?? new WoundClock(),
  config = {},
  world = {},
  driver,
  environment = "demo",
  makesNumbers = true,
  documentDriver = documentDriverFor,
  rehearse = async () => {
    throw new Error("this till has no drill");
  },
}: TillSettings = {}): Promise<TestTill> {
  const place = after?.folder ?? folder ?? mkdtempSync(join(tmpdir(), "tillseal-"));
  const deaths: unknown[] = [];
  const whole = { ...theWorld(clock, deaths, driver), documentDriverOf: () => documentDriver, ...world };
  const region = makesNumbers ? regions.tw : { ...regions.tw, demo: { ...regions.tw.demo, ranges: [] } };
  const isBorn = environment === "demo" || existsSync(join(place, "till.db"));
  const birth = isBorn ? {} : { birth: { environment, seller: region.demo.seller, qrKey: knownKey } };
  const home = await openHome({ folder: place, pid: process.pid, region, demo: environment === "demo", ...birth }, whole);
  const till = composeTill(
    {
      config: configSchema.parse({ freeSpaceMb: 0, ...config }),
      ...home,
      region,
      ...region.demo,
      publicKeys: publicKeys(home.paths.keys),
      faces,
      version: "0.0.0",
      rehearse,
      hosts: () => new Set(["till.test"]),
    },
    whole,
  );
  const token = async (name: string, scope: "sell" | "read" | "operate" | "admin") => {
    await home.ledger.write(() => home.ledger.tokens.keep({ name, scope }, `secret-of-${name}`, 0));
    return `secret-of-${name}`;
  };
  const admin = await token("test", "admin");
  const headers = { host: "till.test", authorization: `Bearer ${admin}` };
  return {
    folder: place,
    home,
    till,
    clock,
    deaths,
    token,
    get: async <T>(path: string, more = {}): Promise<Answer<T>> =>
      till.app.request(`http://till.test${path}`, { headers: { ...headers, ...more } }) as Promise<Answer<T>>,
    post: async <T>(path: string, body: unknown, more = {}): Promise<Answer<T>> =>
      till.app.request(`http://till.test${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json", ...more },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }) as Promise<Answer<T>>,
    async [Symbol.asyncDispose]() {
      await till.stop();
      home[Symbol.dispose]();
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
}

function theWorld(clock: WoundClock, deaths: unknown[], driver: PrinterDriver | undefined): Omit<World, "documentDriverOf"> {
  return {
    clock,
    log: silentLog,
    bootId: "boot-1",
    randomBytes: (count) => randomBytes(count),
    defer: (callback) => setImmediate(callback),
    driverOf: () => {
      if (!driver) throw new Error("this till has no printer");
      return driver;
    },
    upstreamOf: () => {
      throw new Error("this till has no upstream");
    },
    wire: nodeWire,
    mailer: nodeMailer,
    freeBytes: () => Number.MAX_SAFE_INTEGER,
    witness: forgetful,
    onHomeDisk: () => false,
    die: (reason) => deaths.push(reason),
  };
}

/** For tills that print no documents. */
const documentDriverFor: DocumentDriver = {
  async handOver() {
    throw new Error("this till has no system printer");
  },
};

/** A sale with full defaults: what a test sets is what matters to it. */
export function aSale(sale: object = {}) {
  return {
    requestId: `sale-${randomBytes(6).toString("hex")}`,
    lines: [{ name: "珍珠奶茶", quantity: 2, unitPrice: 65 }],
    ...sale,
  };
}
