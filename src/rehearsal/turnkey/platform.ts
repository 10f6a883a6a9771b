import type { Sheet } from "./sheet.ts";

/** A document the platform has stored, for whoever judges. */
export interface Arrival {
  readonly message: string;
  readonly seller: string;
  readonly reference: string;
  readonly digest: string;
  readonly atMs: number;
}

/** Which numbers a seller was granted; both ends included. */
export interface Grant {
  readonly track: string;
  readonly first: number;
  readonly last: number;
}

interface StoredInvoice {
  readonly digest: string;
  cancelledBy: string | null;
  withdrawnBy: string | null;
  readonly allowances: Map<string, { readonly digest: string; cancelledBy: string | null }>;
}

/** The ministry's platform: what it holds, and with which code it answers (spec/taiwan.md 7.5). It believes no till. */
export class Platform {
  /** Everything stored, in the order it came. */
  readonly arrivals: Arrival[] = [];
  readonly #grants: readonly Grant[] | null;
  readonly #invoices = new Map<string, StoredInvoice>();
  readonly #allowanceOf = new Map<string, StoredInvoice>();
  readonly #reports = new Map<string, string>();

  /** Without grants every number is one of somebody's. */
  constructor(grants: readonly Grant[] | null) {
    this.#grants = grants;
  }

  /** Takes one message and answers with its code; only what is answered with `00000` is stored. */
  take(sheet: Sheet, atMs: number): string {
    const code = this.#judge(sheet, atMs);
    if (code === "00000") this.restore({ ...sheet, atMs }, sheet);
    return code;
  }

  /** Stores without judging: what it took before it was stopped, or what somebody else sent. */
  restore(arrival: Arrival, { invoice }: Pick<Sheet, "invoice">): void {
    const { message, seller, reference, digest, atMs } = arrival;
    this.arrivals.push({ message, seller, reference, digest, atMs });
    const stored = this.#invoices.get(seller + invoice);
    if (message === "F0401")
      this.#invoices.set(seller + reference, { digest, cancelledBy: null, withdrawnBy: null, allowances: new Map() });
    else if (message === "F0501" && stored) stored.cancelledBy = digest;
    else if (message === "F0701" && stored) stored.withdrawnBy = digest;
    else if (message === "G0401" && stored) {
      stored.allowances.set(reference, { digest, cancelledBy: null });
      this.#allowanceOf.set(seller + reference, stored);
    } else if (message === "G0501") this.#allowanceOf.get(seller + reference)!.allowances.get(reference)!.cancelledBy = digest;
    else this.#reports.set(seller + message + reference, digest);
  }

  #judge(sheet: Sheet, atMs: number): string {
    const stored = this.#invoices.get(sheet.seller + sheet.invoice);
    switch (sheet.message) {
      case "F0401":
        return this.#judgeInvoice(sheet, stored, atMs);
      case "F0501":
        return this.#judgeCancel(stored);
      case "F0701":
        if (!stored) return "E0202";
        if (stored.withdrawnBy !== null) return stored.withdrawnBy === sheet.digest ? "E0201" : "E0202";
        return "00000";
      case "G0401":
        if (!stored || stored.withdrawnBy !== null) return "E0202";
        if (stored.allowances.has(sheet.reference)) return "E0201";
        return stored.cancelledBy === null ? "00000" : "E0403";
      case "G0501":
        return this.#judgeAllowanceCancel(sheet);
      default:
        return this.#reports.get(sheet.seller + sheet.message + sheet.reference) === sheet.digest ? "E0201" : "00000";
    }
  }

  #judgeInvoice({ reference, buyer, digest, date }: Sheet, stored: StoredInvoice | undefined, atMs: number): string {
    const [track, number] = [reference.slice(0, 2), Number(reference.slice(2))];
    const granted = (grant: Grant) => grant.track === track && grant.first <= number && number <= grant.last;
    if (this.#grants && !this.#grants.some(granted)) return "E0102";
    if (stored && stored.withdrawnBy === null) return stored.digest === digest ? "E0201" : "E1003";
    const days = buyer === "0000000000" ? 2 : 7;
    return date < taipeiDay(atMs - days * 86_400_000) ? "E1002" : "00000";
  }

  #judgeCancel(stored: StoredInvoice | undefined): string {
    if (!stored || stored.withdrawnBy !== null) return "E0202";
    if (stored.cancelledBy !== null) return "E0402";
    return [...stored.allowances.values()].some(({ cancelledBy }) => cancelledBy === null) ? "E0213" : "00000";
  }

  #judgeAllowanceCancel({ seller, reference, digest }: Sheet): string {
    const allowance = this.#allowanceOf.get(seller + reference)?.allowances.get(reference);
    if (!allowance) return "E0205";
    if (allowance.cancelledBy === null) return "00000";
    return allowance.cancelledBy === digest ? "E0201" : "E0218";
  }
}

/** `20260105140522123` in Taipei. */
export function taipeiStamp(atMs: number): string {
  return new Date(atMs + 8 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 17);
}

export function taipeiDay(atMs: number): string {
  return taipeiStamp(atMs).slice(0, 8);
}
