import { problemsOf } from "../base/problem.ts";
import { hub } from "./hub/hub.ts";
import type { HubWorld } from "./hub/hub-line.ts";
import { turnkey } from "./turnkey/turnkey.ts";
import type { TurnkeyWorld } from "./turnkey/world.ts";
import type { Upstream } from "./upstream.ts";
import { upstreamProblems } from "./upstream-problems.ts";

const refuse = problemsOf(upstreamProblems);

/** Makes the upstream of an address. The world it needs comes in here, once. */
export type UpstreamMaker<W> = (address: URL, world: W) => Upstream;

/** Every way upstream the daemon ships, by the scheme of its address. Add a line to add one. */
export const upstreams: Readonly<Record<string, UpstreamMaker<UpstreamWorld>>> = {
  "turnkey:": turnkey,
  "https:": hub,
  "http:": hub,
};

/** All that any way upstream needs. */
export type UpstreamWorld = TurnkeyWorld & HubWorld;

/** The maker for an address's scheme. Throws `upstream-address` naming those there are. */
export function makerFor<W>(makers: Readonly<Record<string, UpstreamMaker<W>>>, address: URL): UpstreamMaker<W> {
  const maker = Object.hasOwn(makers, address.protocol) ? makers[address.protocol] : undefined;
  if (maker) return maker;
  throw refuse("upstream-address", `There is no way upstream called "${address.protocol}".`, {
    hint: `Ways: ${Object.keys(makers).join(", ")}.`,
  });
}
