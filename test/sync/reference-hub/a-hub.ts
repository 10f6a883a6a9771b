import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { silentLog } from "../../../src/base/log.ts";
import { kidOf } from "../../../src/invoice/seal/seal.ts";
import { hub } from "../../../src/sync/hub/hub.ts";
import type { HubWorld } from "../../../src/sync/hub/hub-line.ts";
import { nodeWire } from "../../../src/sync/hub/node-wire.ts";
import { protocolVersion } from "../../../src/sync/protocol.ts";
import type { Upstream } from "../../../src/sync/upstream.ts";
import { WoundClock } from "../../wound-clock.ts";
import { aReferenceHub, type ReferenceHub } from "./reference-hub.ts";

/** A reference hub, and one till's way to it. */
export interface HubBench extends AsyncDisposable {
  readonly clock: WoundClock;
  readonly hub: ReferenceHub;
  readonly upstream: Upstream;
  readonly world: HubWorld;
  readonly till: string;
}

export async function aHub(world: Partial<HubWorld> = {}): Promise<HubBench> {
  const clock = new WoundClock();
  const reference = await aReferenceHub(clock);
  const key = enrolledAt(reference);
  const whole: HubWorld = {
    clock,
    log: silentLog,
    wire: nodeWire,
    randomBytes: (count) => randomBytes(count),
    enrolmentKey: () => key,
    ...world,
  };
  const upstream = hub(reference.address, whole);
  upstream.lender!.caughtUp!(reference.books.epoch); // as after the till's first handshake
  return {
    clock,
    hub: reference,
    world: whole,
    till: kidOf(key),
    upstream,
    [Symbol.asyncDispose]: () => reference[Symbol.asyncDispose](),
  };
}

/** A fresh key that the hub knows. */
export function enrolledAt({ books }: Pick<ReferenceHub, "books">): KeyObject {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const code = randomBytes(4).toString("hex");
  books.giveCode(code);
  const spki = publicKey.export({ type: "spki", format: "der" }).toString("base64");
  if (!books.enrol(kidOf(publicKey), { protocol: protocolVersion, code, publicKey: spki })) throw new Error("not enrolled");
  return privateKey;
}
