import type { Grant, Share } from "../../numbers.ts";
import { bookletSize } from "./grant-rows.ts";
import { joinNeighbours } from "./number-span.ts";

/** Reads `1/3`; null when it is no share. Two digits are enough: a file is split by hand, and many tills are lent to by a hub. */
export function shareFromText(text: string): Share | null {
  const match = /^([1-9]\d?)\/([1-9]\d?)$/.exec(text);
  if (!match) return null;
  const [k, n] = match.slice(1).map(Number);
  return k! <= n! ? { k: k!, n: n! } : null;
}

/**
 * This till's part of a file, in whole booklets. The n parts are disjoint and leave nothing over, and every till computes the same
 * ones, since nothing but the file's own order counts. A till gets nothing where there are fewer booklets than tills; 1/1 is all.
 *
 * Each type of each period is dealt by itself, so that no till is left without 08 or without the next period. Within one, booklets
 * are dealt as consecutive blocks: a till then holds one range where dealing in turn would give it as many as it has booklets, and
 * a clerk can say by heart who has which.
 */
export function shareOf(grants: readonly Grant[], share: Share): Grant[] {
  const kinds = [...new Set(grants.map(kindOf))];
  return kinds.flatMap((kind) =>
    joinNeighbours(
      block(
        grants.filter((grant) => kindOf(grant) === kind),
        share,
      ),
    ),
  );
}

function kindOf({ period, invoiceType }: Grant): string {
  return `${period} ${invoiceType}`;
}

/** The k-th of n blocks; their sizes differ by one booklet at most. */
function block(grants: readonly Grant[], { k, n }: Share): Grant[] {
  const total = grants.reduce((count, grant) => count + bookletsOf(grant), 0);
  const from = Math.floor((total * (k - 1)) / n);
  const to = Math.floor((total * k) / n);
  let before = 0;
  return grants.flatMap((grant) => {
    const part = cut(grant, from - before, to - before);
    before += bookletsOf(grant);
    return part;
  });
}

/** Booklets a range has a part in: a provider's slots need not fill theirs. */
function bookletsOf({ first, last }: Grant): number {
  return bookletOf(last) - bookletOf(first) + 1;
}

/** The range's booklets from..to, counted from its first, as far as it has them. */
function cut(grant: Grant, from: number, to: number): Grant[] {
  const origin = bookletOf(grant.first);
  const first = Math.max(grant.first, (origin + from) * bookletSize);
  const last = Math.min(grant.last, (origin + to) * bookletSize - 1);
  return first <= last ? [{ ...grant, first, last }] : [];
}

function bookletOf(value: number): number {
  return Math.floor(value / bookletSize);
}
