import { type ProblemTable, problemsOf } from "../base/problem.ts";
import type { Upstream } from "./upstream.ts";

export const upstreamProblems = { "upstream-address": { mendedBy: "operator" } } as const satisfies ProblemTable;

const refuse = problemsOf(upstreamProblems);

/** Makes the upstream of an address. The world it needs comes in here, once. */
export type UpstreamMaker<W> = (address: URL, world: W) => Upstream;

/** Every way upstream the daemon ships, by the scheme of its address. Add a line to add one. */
export const upstreams: Readonly<Record<string, UpstreamMaker<null>>> = {};

/** The maker for an address's scheme. Throws `upstream-address` naming those there are. */
export function makerFor<W>(makers: Readonly<Record<string, UpstreamMaker<W>>>, address: URL): UpstreamMaker<W> {
  const maker = Object.hasOwn(makers, address.protocol) ? makers[address.protocol] : undefined;
  if (maker) return maker;
  throw refuse("upstream-address", `There is no way upstream called "${address.protocol}".`, {
    hint: `Ways: ${Object.keys(makers).join(", ")}.`,
  });
}
