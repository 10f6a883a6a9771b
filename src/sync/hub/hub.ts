import { createPublicKey, type KeyObject } from "node:crypto";
import { problemsOf } from "../../base/problem.ts";
import type { Lender, Said } from "../lending/lender.ts";
import {
  type Delivered,
  enrolAnswer,
  handshakeAnswer,
  inquireAnswer,
  issuedAnswer,
  type Known,
  leaseAnswer,
  parcelsAnswer,
  protocolVersion,
  returnAnswer,
  type WireParcel,
} from "../protocol.ts";
import type { Answer, Enrolment, Fate, IssuedSearch, Parcel, Upstream } from "../upstream.ts";
import { upstreamProblems } from "../upstream-problems.ts";
import { type HubAnswer, HubLine, type HubWorld } from "./hub-line.ts";

const refuse = problemsOf(upstreamProblems);

const batchSize = 100;
/** A batch of long invoices goes in several pieces, so that none takes longer than a slow line bears. */
const mostPieceBytes = 2 * 1024 * 1024;

const loopback = ["127.0.0.1", "[::1]", "localhost"];

/** A head office's hub: `https://hub.example/`. Without encryption only on this very machine. */
export function hub(address: URL, world: HubWorld): Upstream {
  if (address.protocol !== "https:" && !loopback.includes(address.hostname))
    throw refuse("upstream-address", `${address.href} would send invoices over the network for everybody to read.`, {
      hint: "Use https:// for a hub on another machine.",
    });
  const line = new HubLine(address, world);
  return {
    address,
    batchSize,
    deliver: (parcels, signal) => deliver(line, parcels, signal),
    inquire: (parcels, signal) => inquire(line, parcels, signal),
    enrol: (code, key, signal) => enrol(line, { code, key }, signal),
    async look(_seller, signal) {
      // Any question will do; this one changes nothing, and nobody's entry has this hash.
      const said = await line.ask("inquire", { parcels: [{ id: 1, hash: "0".repeat(64) }] }, { answer: inquireAnswer, signal });
      return said.result === "answered" ? [] : [said.reason];
    },
    async findIssued({ seller, since, spans }, signal) {
      const said = await line.ask("issued", { seller, since, spans: spans.map(spanOf) }, { answer: issuedAnswer, signal });
      return said.result === "answered" ? said.body.numbers : null;
    },
    lender: lenderOver(line),
  };
}

const tellFirst = "The hub is told first what this till has, in case it was put back to an old copy.";

async function deliver(line: HubLine, parcels: readonly Parcel[], signal: AbortSignal): Promise<Answer> {
  // It would take a later document for an earlier one that it has forgotten.
  if (line.hasForgotten) return { result: "unreachable", reason: line.trouble ?? tellFirst, nothingArrived: true };
  const fates = new Map<number, Fate>();
  const pieces = inPieces(parcels);
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    const said = await line.ask("parcels", { parcels: piece }, { answer: parcelsAnswer, signal });
    if (said.result === "refused" && (said.content || said.tooMuch) && piece.length > 1) {
      pieces.unshift(...piece.map((one) => [one])); // one of them is bad or too long, and must not hold up the others
      continue;
    }
    if (said.result === "unreachable" && fates.size === 0) return said;
    for (const [id, fate] of fatesOf(piece, said, line)) fates.set(id, fate);
    if (said.result === "unreachable") {
      for (const { id } of pieces.flat()) fates.set(id, { result: "absent" }); // never left
      break;
    }
  }
  return { result: "answered", fates };
}

/** What the hub said of each; nothing of those it did not name, which are asked about. */
function fatesOf(
  piece: readonly { readonly id: number }[],
  said: HubAnswer<{ answers: readonly (Delivered | Known)[] }>,
  { hasForgotten }: Pick<HubLine, "hasForgotten">,
) {
  const fates = new Map<number, Fate>();
  const all = (fate: Fate) => {
    for (const { id } of piece) fates.set(id, fate);
  };
  if (said.result === "refused") all({ result: said.content ? "rejected" : "channel", code: said.code, reason: said.reason });
  if (said.result === "unreachable" && said.nothingArrived) all({ result: "absent" });
  if (said.result !== "answered") return fates;
  const asked = new Set(piece.map(({ id }) => id));
  // A hub that was put back judges by what it has forgotten; what it refuses is asked about again once it was told.
  const counts = (fate: Fate) => fate.result === "accepted" || fate.result === "absent" || !hasForgotten;
  for (const one of said.body.answers) if (asked.has(one.id) && counts(fateOf(one))) fates.set(one.id, fateOf(one));
  return fates;
}

function fateOf({ result, code, reason }: Delivered | Known): Fate {
  switch (result) {
    case "stored":
    case "already-there":
      return { result: "accepted" };
    case "absent":
      return { result: "absent" };
    case "conflict":
      return {
        result: "conflict",
        ...(code !== undefined && { code }),
        reason: reason ?? "The hub holds another document under this number. Nothing was overwritten: compare both and decide.",
      };
    case "waits-for":
      return {
        result: "waits-for",
        code: code ?? "hub-waits",
        reason: reason ?? "The invoice it is about is not at the hub yet.",
      };
    case "rejected":
      return { result: "rejected", code: code ?? "hub-rejected", reason: reason ?? "The hub refuses it without a reason." };
  }
}

async function inquire(line: HubLine, parcels: readonly Parcel[], signal: AbortSignal): Promise<Answer> {
  const question = { parcels: parcels.map(({ id, entry }) => ({ id, hash: entry.hash })) };
  const said = await line.ask("inquire", question, { answer: inquireAnswer, signal });
  // A hub that refuses the question has said nothing of the parcels.
  if (said.result !== "answered") return { result: "unreachable", reason: said.reason, nothingArrived: false };
  return { result: "answered", fates: fatesOf(parcels, said, line) };
}

function spanOf({ period, track, first, last }: IssuedSearch["spans"][number]) {
  return { period, track, first, last };
}

async function enrol(
  line: HubLine,
  { code, key }: { readonly code: string; readonly key: KeyObject },
  signal: AbortSignal,
): Promise<Enrolment> {
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
  const said = await line.ask("enrol", { protocol: protocolVersion, code, publicKey }, { answer: enrolAnswer, signal, key });
  return said.result === "answered" ? { result: "enrolled", hub: said.body.hub } : said;
}

function lenderOver(line: HubLine): Lender {
  return {
    get epoch() {
      return line.epoch;
    },
    handshake: async (report, signal) => saidIn(await line.ask("handshake", report, { answer: handshakeAnswer, signal })),
    caughtUp: (epoch) => line.caughtUp(epoch),
    lease: async (want, signal) => saidIn(await line.ask("lease", want, { answer: leaseAnswer, signal })),
    giveBack: async (ranges, signal) => saidIn(await line.ask("giveBack", { ranges }, { answer: returnAnswer, signal })),
  };
}

function saidIn<T extends object>(answer: HubAnswer<T>): Said<T> {
  return answer.result === "answered" ? { result: "said", ...answer.body } : { result: "no-word", reason: answer.reason };
}

function inPieces(parcels: readonly Parcel[]): WireParcel[][] {
  const pieces: WireParcel[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const parcel of parcels.map(onTheWire)) {
    const size = parcel.xml.length + parcel.entry.doc.length;
    if (bytes + size > mostPieceBytes) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)!.push(parcel);
    bytes += size;
  }
  return pieces;
}

/** A parcel as the protocol has it. */
export function onTheWire({ id, thread, message, seller, createdAt, deadline, entry, ...parcel }: Parcel): WireParcel {
  const { seq, kind, doc, hash } = entry;
  return { id, thread, message, seller, createdAt, deadline, entry: { seq, kind, doc, hash }, xml: parcel.xml() };
}
