import type {
  EnrolRequest,
  HandshakeRequest,
  Lease,
  LeaseRequest,
  Mark,
  ReturnedRange,
  WireParcel,
} from "../../../src/sync/protocol.ts";
import { mixed } from "../../../src/sync/protocol.ts";
import { documentOf } from "../../../src/sync/turnkey/document.ts";
import type { IssuedSearch } from "../../../src/sync/upstream.ts";

/** Numbers head office has to lend. */
export type HubGrant = Omit<Lease, "id" | "requestId" | "slots">;

interface LentRange extends Lease {
  readonly till: string;
  /** How far the till has used it, as it said last; null before it said anything. */
  next: number | null;
  returned: boolean;
}

interface Kept {
  readonly till: string;
  readonly parcel: WireParcel;
  readonly reference: string;
}

interface Verdict {
  readonly result: "conflict" | "rejected" | "waits-for";
  readonly code: string;
  readonly reason: string;
}

/** All that a hub knows. Plain JSON, so that a copy of it is a string. */
interface Written {
  epoch: number;
  codes: Record<string, string | null>;
  tills: Record<string, string>;
  grants: HubGrant[];
  leases: LentRange[];
  marks: Record<string, Mark>;
  kept: Kept[];
  /** What was not taken, by till and parcel, so that a question about it has an answer. */
  verdicts: Record<string, Verdict>;
  /** Tills that have not told yet what a restored hub forgot. */
  awaiting: string[];
}

/** The books of a hub: who is enrolled, what is lent, what was taken in. Every act is whole, or leaves all as it was. */
export class HubBooks {
  #written: Written = {
    epoch: 1,
    codes: {},
    tills: {},
    grants: [],
    leases: [],
    marks: {},
    kept: [],
    verdicts: {},
    awaiting: [],
  };
  /** Numbers that are refused for good, as a test wishes. */
  readonly refused = new Set<string>();
  /** What head office must look at. */
  readonly alarms: string[] = [];

  get epoch(): string {
    return `epoch-${this.#written.epoch}`;
  }

  get waitsFor(): readonly string[] {
    return this.#written.awaiting;
  }

  get stored(): readonly { readonly message: string; readonly reference: string }[] {
    return this.#written.kept.map(({ parcel, reference }) => ({ message: parcel.message, reference }));
  }

  /** What is stored, by the hash of its sealed entry. */
  get kept(): readonly { readonly message: string; readonly reference: string; readonly hash: string }[] {
    return this.#written.kept.map(({ parcel, reference }) => ({ message: parcel.message, reference, hash: parcel.entry.hash }));
  }

  get leases(): readonly LentRange[] {
    return this.#written.leases;
  }

  giveCode(code: string): void {
    this.#written.codes[code] = null;
  }

  grant(grant: HubGrant): void {
    this.#written.grants.push(grant);
  }

  copy(): string {
    return JSON.stringify(this.#written);
  }

  /** An old copy takes the place of what is known. No number is lent before every till has told what it holds. */
  restore(copy: string): void {
    const epoch = this.#written.epoch + 1;
    this.#written = JSON.parse(copy) as Written;
    this.#forgot(epoch);
  }

  /** The same, by somebody who copies the disk back and tells nobody. */
  slipBack(copy: string): void {
    this.#written = JSON.parse(copy) as Written;
  }

  #forgot(epoch: number): void {
    this.#written.epoch = epoch;
    this.#written.awaiting = Object.keys(this.#written.tills);
  }

  publicKeyOf(till: string): string | undefined {
    return this.#written.tills[till];
  }

  /** One code enrols one key, as often as it asks. */
  enrol(till: string, { code, publicKey }: EnrolRequest): boolean {
    const usedBy = this.#written.codes[code];
    if (usedBy === undefined || (usedBy !== null && usedBy !== till)) return false;
    this.#written.codes[code] = till;
    this.#written.tills[till] = publicKey;
    return true;
  }

  /** The law that nothing is stored twice and nothing overwritten. */
  keep(till: string, parcel: WireParcel) {
    const { reference } = documentOf(parcel.message, parcel.xml);
    if (this.#find(till, parcel.entry.hash)) return { id: parcel.id, result: "already-there" } as const;
    const verdict = this.#verdictOn(parcel, reference);
    if (!verdict) {
      delete this.#written.verdicts[`${till} ${parcel.entry.hash}`];
      this.#written.kept.push({ till, parcel, reference });
      return { id: parcel.id, result: "stored" } as const;
    }
    if (verdict.result !== "waits-for") this.#written.verdicts[`${till} ${parcel.entry.hash}`] = verdict;
    return { id: parcel.id, ...verdict };
  }

  #verdictOn({ seller, message, xml }: WireParcel, reference: string): Verdict | null {
    if (this.refused.has(reference)) return { result: "rejected", code: "E0102", reason: "發票字軌號碼非申購部分 (not granted)" };
    const same = this.#written.kept.filter((one) => one.parcel.seller === seller && one.reference === reference);
    const last = (wanted: string) => same.findLastIndex((one) => one.parcel.message === wanted);
    // A number that was withdrawn begins anew: it may be issued, cancelled and withdrawn once more.
    const basis = message === "G0501" ? { message: "G0401", reference } : issueOf(message, xml);
    if (basis && !this.#written.kept.some((one) => one.parcel.message === basis.message && one.reference === basis.reference))
      return { result: "waits-for", code: "basis-missing", reason: `The hub has no ${basis.message} ${basis.reference}.` };
    const stands = last(message) > last(message === "F0701" ? "F0401" : "F0701");
    return stands ? otherContent(reference) : null;
  }

  whatBecameOf(till: string, { id, hash }: { id: number; hash: string }) {
    if (this.#find(till, hash)) return { id, result: "stored" as const };
    return { id, ...(this.#written.verdicts[`${till} ${hash}`] ?? { result: "absent" as const }) };
  }

  #find(till: string, hash: string): Kept | undefined {
    return this.#written.kept.find((one) => one.till === till && one.parcel.entry.hash === hash);
  }

  /** Upwards only, by request id, and not at all while somebody may hold what was forgotten. */
  lend(till: string, request: LeaseRequest): { lease: Lease | null; reason?: string } {
    // A mark above our own: we were restored from a copy, and nobody said so.
    if (this.#learn(request.marks) && this.#written.awaiting.length === 0) this.#forgot(this.#written.epoch + 1);
    const earlier = this.#written.leases.find((one) => one.till === till && one.requestId === request.requestId);
    if (earlier) return { lease: leaseOf(earlier) };
    const waits = this.#written.awaiting.length;
    if (waits > 0) return { lease: null, reason: `The hub was restored, and waits for ${waits} tills to tell what they hold.` };
    const { seller, invoiceType, period, count, requestId } = request;
    for (const grant of this.#written.grants.filter(
      (one) => one.seller === seller && one.invoiceType === invoiceType && one.period === period,
    )) {
      const first = Math.max(grant.first, (this.#written.marks[trackOf(grant)]?.upTo ?? -1) + 1);
      if (first > grant.last) continue;
      const last = Math.min(grant.last, first + Math.ceil(count / 50) * 50 - 1);
      const lease = { ...grant, first, last, requestId, id: `lease-${this.#written.leases.length + 1}` };
      this.#written.leases.push({ ...lease, till, next: null, returned: false });
      this.#raise({ ...grant, upTo: last });
      return { lease };
    }
    return { lease: null, reason: `No number of type ${invoiceType} is left for ${period}: ask head office.` };
  }

  giveBack(till: string, ranges: readonly ReturnedRange[]): number {
    const own = ranges.map((range) => ({ range, lease: this.#leaseFor(till, range) })).filter(({ lease }) => lease !== undefined);
    for (const { range, lease } of own) Object.assign(lease!, { next: range.next, returned: true });
    return own.length;
  }

  /** A till tells what it has; what was forgotten is learnt, and what the hub lacks is named. */
  shakeHands(till: string, report: HandshakeRequest) {
    for (const range of report.ranges) this.#learnRange(till, range);
    const wasWaiting = this.#written.awaiting.includes(till);
    this.#written.awaiting = this.#written.awaiting.filter((one) => one !== till);
    const isNews = this.#learn(report.marks);
    if (isNews && !wasWaiting) this.#forgot(this.#written.epoch + 1);
    const own = this.#written.leases.filter((one) => one.till === till);
    const unnamed = own.filter((lease) => !report.ranges.some((range) => areSame(lease, range))).map(leaseOf);
    const doubtful = report.accepted.filter((span) => !this.#agrees(till, span));
    return {
      marks: Object.values(this.#written.marks),
      unnamed,
      doubtful: doubtful.map(({ seller, from, until }) => ({ seller, from, until })),
    };
  }

  issued({ seller, since, spans }: IssuedSearch) {
    return this.#written.kept
      .filter(({ parcel }) => parcel.message === "F0401" && parcel.seller === seller && parcel.createdAt >= since)
      .flatMap(({ reference }) => {
        const [track, serial] = [reference.slice(0, 2), Number(reference.slice(2))];
        const span = spans.find((one) => one.track === track && one.first <= serial && serial <= one.last);
        return span ? [{ period: span.period, track, serial, evidence: `the hub holds ${reference}` }] : [];
      });
  }

  #agrees(till: string, { seller, from, until, count, idSum, mixedSum }: HandshakeRequest["accepted"][number]): boolean {
    const ids = this.#written.kept
      .filter((one) => one.till === till && one.parcel.seller === seller)
      .filter(({ parcel }) => parcel.createdAt >= from && parcel.createdAt < until)
      .map(({ parcel }) => parcel.id);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    return ids.length === count && sum(ids) === idSum && sum(ids.map(mixed)) === mixedSum;
  }

  #learnRange(till: string, range: HandshakeRequest["ranges"][number]): void {
    if (!this.#written.grants.some((grant) => trackOf(grant) === trackOf(range) && contains(grant, range))) return; // not ours
    const rival = this.#written.leases.find((one) => one.till !== till && overlaps(one, range));
    if (rival) this.alarms.push(`${till} and ${rival.till} both hold ${range.track}${range.first}`);
    const lease = this.#leaseFor(till, range) ?? this.#recall(till, range);
    lease.next = Math.max(lease.next ?? 0, range.next);
    lease.returned ||= range.returned;
  }

  #recall(till: string, { seller, invoiceType, period, track, first, last, next }: ReturnedRange): LentRange {
    const range = { seller, invoiceType, period, track, first, last };
    const id = `recalled-${this.#written.leases.length + 1}`;
    this.#written.leases.push({ ...range, id, till, requestId: id, next, returned: false });
    this.#raise({ ...range, upTo: range.last });
    return this.#written.leases.at(-1)!;
  }

  #leaseFor(till: string, range: ReturnedRange): LentRange | undefined {
    return this.#written.leases.find((one) => one.till === till && areSame(one, range));
  }

  #learn(marks: readonly Mark[]): boolean {
    return marks.filter((mark) => this.#raise(mark)).length > 0;
  }

  #raise({ seller, invoiceType, period, track, upTo }: Mark): boolean {
    const mark = { seller, invoiceType, period, track, upTo };
    if (upTo <= (this.#written.marks[trackOf(mark)]?.upTo ?? -1)) return false;
    this.#written.marks[trackOf(mark)] = mark;
    return true;
  }

  get marks(): readonly Mark[] {
    return Object.values(this.#written.marks);
  }
}

/** What an undoing or an allowance is about. */
function issueOf(message: string, xml: string): { message: string; reference: string } | null {
  const { invoice } = documentOf(message, xml);
  return message === "F0401" || invoice === "" ? null : { message: "F0401", reference: invoice };
}

function otherContent(reference: string): Verdict {
  return { result: "conflict", code: "other-content", reason: `The hub holds another document under ${reference}.` };
}

type Track = Pick<Mark, "seller" | "invoiceType" | "period" | "track">;
type Span = Track & { readonly first: number; readonly last: number };

function trackOf({ seller, invoiceType, period, track }: Track): string {
  return `${seller} ${invoiceType} ${period} ${track}`;
}

function areSame(one: Span, two: Span): boolean {
  return trackOf(one) === trackOf(two) && one.first === two.first && one.last === two.last;
}

function contains(grant: Span, range: Span): boolean {
  return grant.first <= range.first && range.last <= grant.last;
}

function overlaps(one: Span, two: Span): boolean {
  return trackOf(one) === trackOf(two) && one.first <= two.last && two.first <= one.last;
}

function leaseOf({ id, requestId, seller, invoiceType, period, track, first, last }: Lease): Lease {
  return { id, requestId, seller, invoiceType, period, track, first, last };
}
