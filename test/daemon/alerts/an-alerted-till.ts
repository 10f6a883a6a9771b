import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "../../../src/base/log.ts";
import { ledgerOutbox } from "../../../src/daemon/operations/upload/ledger-outbox.ts";
import type { Fate } from "../../../src/sync/upstream.ts";
import { anUpstream } from "../../sync/an-upstream.ts";
import { aSale, aTill, type InvoiceOrRefusal, type TestTill, type TillSettings } from "../../till/a-till.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aMailbox, type Mailbox } from "./a-mailbox.ts";
import { aReceiver, type Receiver } from "./a-receiver.ts";

export interface AlertedTill extends AsyncDisposable {
  readonly till: TestTill;
  readonly clock: WoundClock;
  readonly mailbox: Mailbox;
  readonly receiver: Receiver;
  /** Lines of the log. */
  readonly lines: readonly Record<string, unknown>[];
  /** Alerts heard on the feed. */
  readonly heard: readonly Record<string, unknown>[];
  /** One look, then everything that is due is posted. */
  turn(): Promise<void>;
  /** The process dies and starts again on its home. */
  restart(): Promise<void>;
  /** Sells once and lets upstream say this of it; undefined: nothing. */
  sell(fate?: Fate): Promise<InvoiceOrRefusal>;
}

const never = new AbortController().signal;
export const secret = "a secret of the shop";

/** A till with a mail server and a program to tell, and an upstream that says what the test says. */
export async function anAlertedTill(settings: TillSettings = {}): Promise<AlertedTill> {
  const folder = mkdtempSync(join(tmpdir(), "tillseal-alerts-"));
  const secretFile = join(folder, "webhook.secret");
  writeFileSync(secretFile, `${secret}\n`);
  const clock = new WoundClock();
  const mailbox = await aMailbox();
  const receiver = await aReceiver(secret);
  const lines: Record<string, unknown>[] = [];
  const heard: Record<string, unknown>[] = [];
  const say = (event: string, facts = {}) => void lines.push({ log: event, ...facts });
  const log: Log = { info: say, warn: say, error: say };
  const alerts = {
    webhook: { url: receiver.url, secretFile },
    mail: { server: mailbox.address, from: "till@shop.example", to: ["owner@shop.example"] },
  };
  const living = async () => {
    const config = { upstream: "turnkey:///nowhere", alerts, ...settings.config };
    const world = { log, upstreamOf: () => anUpstream(), ...settings.world };
    const till = await aTill({ ...settings, folder: join(folder, "home"), clock, config, world });
    till.till.shop.feed.listen((happening) => happening.kind === "alert" && heard.push({ ...happening }));
    return till;
  };
  let till = await living();
  return {
    clock,
    mailbox,
    receiver,
    lines,
    heard,
    get till() {
      return till;
    },
    async turn() {
      const { alerts: desk } = till.till;
      await desk.look();
      while ((await desk.webhook?.step(never)) === "worked");
      while ((await desk.mail?.step(never)) === "worked");
    },
    async restart() {
      await till[Symbol.asyncDispose]();
      till = await living();
    },
    sell: (fate) => sell(till, fate),
    async [Symbol.asyncDispose]() {
      await till[Symbol.asyncDispose]();
      await mailbox[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function sell(till: TestTill, fate: Fate | undefined): Promise<InvoiceOrRefusal> {
  const sale = aSale({ carrier: { type: "3J0002", id: "/ABC+123" } });
  const invoice = await (await till.post("/v1/sales", sale)).json();
  if (fate === undefined) return invoice;
  const outbox = ledgerOutbox(till.till.shop);
  const parcels = outbox.due(100);
  await outbox.send(parcels);
  await outbox.conclude(parcels, { result: "answered", fates: new Map(parcels.map(({ id }) => [id, fate])) });
  return invoice;
}
