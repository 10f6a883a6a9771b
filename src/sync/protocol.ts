import { z } from "zod";

/** What till and hub say to each other. One file for both sides, so that neither can drift. */
export const protocolVersion = 1;

/** Every question, below the hub's address. All are POST, JSON in gzip, signed with the till's enrolment key (RFC 9421). */
export const places = {
  enrol: "v1/till/enrol",
  parcels: "v1/till/parcels",
  inquire: "v1/till/parcels/inquire",
  lease: "v1/till/ranges/lease",
  giveBack: "v1/till/ranges/return",
  issued: "v1/till/ranges/issued",
  handshake: "v1/till/handshake",
} as const;

export type Place = keyof typeof places;

/** What every request's signature covers: the act, the hub it is meant for, and the body. */
export const coveredComponents = ["@method", "@target-uri", "content-digest"] as const;

/** How far the two clocks may be apart before a signature is refused. */
export const signatureLifeSeconds = 300;

/** Every list has an end. */
export const most = { parcels: 500, ranges: 5_000, periods: 200, slots: 5_000 } as const;

const word = z.string().min(1).max(64);
const sentence = z.string().max(2_000);
const moment = z.int().min(0);
const number = z.int().min(0).max(99_999_999);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const parcelId = z.int().min(1);

/** Names one life of the hub: another one after it was restored from a copy. A till that meets a new one shakes hands anew. */
const epoch = word;

export const enrolRequest = z.strictObject({
  protocol: z.literal(protocolVersion),
  /** What head office gave out for this one till. */
  code: word,
  /** The till's Ed25519 public key, SPKI in base64; the request is signed with its other half. */
  publicKey: z.base64().max(200),
});
export const enrolAnswer = z.object({ till: word, hub: z.string().min(1).max(200), epoch });

const wireParcel = z.strictObject({
  id: parcelId,
  thread: parcelId,
  message: word,
  seller: word,
  createdAt: moment,
  deadline: moment,
  entry: z.strictObject({ seq: parcelId, kind: word, doc: z.string(), hash }),
  xml: z.string(),
});
export const parcelsRequest = z.strictObject({ parcels: z.array(wireParcel).min(1).max(most.parcels) });

/**
 * What became of a parcel, which is known by its entry's hash: a till that was restored from a copy uses ids anew. `stored` and `already-there` mean that it is on the hub's disk; `conflict` that there is another content
 * under its number, which stays as it is; `waits-for` that the invoice it is about is not there (a restored hub forgot it), so that it was not taken.
 */
const delivered = z.object({
  id: parcelId,
  result: z.enum(["stored", "already-there", "waits-for", "conflict", "rejected"]),
  code: word.optional(),
  reason: sentence.optional(),
});
export const parcelsAnswer = z.object({ epoch, answers: z.array(delivered).max(most.parcels) });

export const inquireRequest = z.strictObject({
  parcels: z
    .array(z.strictObject({ id: parcelId, hash }))
    .min(1)
    .max(most.parcels),
});
const known = delivered.extend({ result: z.enum(["stored", "absent", "conflict", "rejected"]) });
export const inquireAnswer = z.object({ epoch, answers: z.array(known).max(most.parcels) });

/** Whose numbers, of which kind and period, and the letters before them. */
const track = { seller: word, invoiceType: word, period: word, track: word };

/** The highest number anybody here knows as lent in a track. A hub lends upwards only, and never at or below a mark it was told. */
const mark = z.strictObject({ ...track, upTo: number });
const marks = z.array(mark).max(most.ranges);

const slot = z.strictObject({ number, randomCode: z.string().regex(/^\d{4}$/), cipher: z.string().length(24) });
const lease = z.object({
  ...track,
  id: word,
  /** What it was asked for with, by which a till knows it again whose books were lost meanwhile. */
  requestId: word,
  first: number,
  last: number,
  slots: z.array(slot).max(most.slots).optional(),
});

export const leaseRequest = z.strictObject({
  /** The same id is answered with the same lease, however often it is asked. */
  requestId: word,
  seller: word,
  invoiceType: word,
  period: word,
  count: z.int().min(1).max(1_000_000),
  marks,
});
/** No lease: the hub says why. It has no number of this kind left, or waits for other tills to tell what it forgot. */
export const leaseAnswer = z.object({ epoch, lease: lease.nullable(), marks, reason: sentence.optional() });

/**
 * A range of the till's and how far it was used: `next` is the first number not issued. `taken` are numbers from there on that were
 * issued all the same, by a till that was lost.
 */
const returnedRange = z.strictObject({
  ...track,
  first: number,
  last: number,
  next: z.int().min(0).max(100_000_000),
  taken: z.array(z.strictObject({ first: number, last: number })).max(1_000),
});

/** Ranges that can issue no more. What is left of them is the head office's to report; no number of them is lent again. */
export const returnRequest = z.strictObject({ ranges: z.array(returnedRange).min(1).max(most.ranges) });
export const returnAnswer = z.object({ epoch, returned: z.int().min(0) });

/** Numbers that a till which was lost may have issued: which of them has the hub an invoice under, whoever handed it over? */
const doubtfulNumbers = z.strictObject({ period: word, track: word, first: number, last: number });
export const issuedRequest = z.strictObject({
  seller: word,
  /** Nothing handed over before it matters. */
  since: moment,
  spans: z.array(doubtfulNumbers).min(1).max(1_000),
});
const issuedNumber = z.object({ period: word, track: word, serial: number, evidence: z.string().min(1).max(500) });
export const issuedAnswer = z.object({ epoch, numbers: z.array(issuedNumber).max(100_000) });

/** What the till knows to be at the hub, from one moment to before another: how many, and sums that show when one is missing. */
const acceptedSpan = z.strictObject({
  seller: word,
  from: moment,
  until: moment,
  count: z.int().min(0),
  idSum: z.int().min(0),
  mixedSum: z.int().min(0),
});

export const handshakeRequest = z.strictObject({
  protocol: z.literal(protocolVersion),
  /** Every lease the till ever took in, those given back included: a hub that forgot a lease forgot its return too. */
  ranges: z.array(returnedRange.extend({ returned: z.boolean() })).max(most.ranges),
  marks,
  accepted: z.array(acceptedSpan).max(most.periods),
});
export const handshakeAnswer = z.object({
  epoch,
  marks,
  /** Leases of this till that it did not name: a till restored from a copy cannot know which of their numbers it used. */
  unnamed: z.array(lease).max(most.ranges),
  /** Spans of time of which the hub has something else than the till says. The till asks about each parcel of them. */
  doubtful: z.array(z.object({ seller: word, from: moment, until: moment })).max(most.periods),
});

/** What the hub refuses with (RFC 9457). */
/** A refusal. `tell-first` (429): the hub was put back to a copy, and takes nothing in before the till has shaken hands; it names its epoch. */
export const hubProblem = z.object({
  code: word,
  detail: sentence.optional(),
  hint: sentence.optional(),
  epoch: epoch.optional(),
});

/** Prime, so that a parcel that stands in for another one is seen though the sum of their ids is the same. */
const mixingPrime = 1_000_003;

/** A parcel's part of `mixedSum`. Both sides, and the till's SQL, count alike. */
export function mixed(id: number): number {
  const rest = id % mixingPrime;
  return (rest * rest) % mixingPrime;
}

export type WireParcel = z.infer<typeof wireParcel>;
export type EnrolRequest = z.infer<typeof enrolRequest>;
export type EnrolAnswer = z.infer<typeof enrolAnswer>;
export type Delivered = z.infer<typeof delivered>;
export type Known = z.infer<typeof known>;
export type Mark = z.infer<typeof mark>;
export type Lease = z.infer<typeof lease>;
export type LeaseRequest = z.infer<typeof leaseRequest>;
export type ReturnedRange = z.infer<typeof returnedRange>;
export type AcceptedSpan = z.infer<typeof acceptedSpan>;
export type HandshakeRequest = z.infer<typeof handshakeRequest>;
export type HandshakeAnswer = z.infer<typeof handshakeAnswer>;
