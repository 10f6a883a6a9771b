import type { Fault } from "../../../base/problem.ts";
import type { Grant, Grantee, Span } from "../../numbers.ts";
import { periodLabel } from "../calendar.ts";
import { overlappingPairs, spanText } from "./number-span.ts";
import { nextPeriod } from "./period.ts";

/**
 * Everything that forbids this shop to take a file. Asked of the whole file before a share is dealt: a second import under another
 * share must fail even where the two shares do not meet, because a neighbour holds the rest.
 */
export function grantFaults(grants: readonly Grant[], grantee: Grantee): Fault[] {
  return [
    ...grants.flatMap((grant) => [...sellerFaults(grant, grantee), ...periodFaults(grant, grantee)]),
    ...overlapFaults(grants, grantee),
  ];
}

function sellerFaults({ row, businessId }: Grant, grantee: Grantee): Fault[] {
  if (businessId === grantee.businessId) return [];
  return [
    {
      path: `row ${row}`,
      code: "seller-differs",
      message: `The numbers were granted to ${businessId}; this shop sells under ${grantee.businessId}.`,
    },
  ];
}

function periodFaults({ row, period }: Grant, grantee: Grantee): Fault[] {
  if (period === grantee.period || period === nextPeriod(grantee.period)) return [];
  const isPast = period < grantee.period;
  const now = periodLabel(grantee.period);
  return [
    {
      path: `row ${row}`,
      code: isPast ? "period-past" : "period-ahead",
      message: isPast
        ? `The numbers of ${periodLabel(period)} are dead: an invoice takes a number of its own period, and now is ${now}.`
        : `The numbers are for ${periodLabel(period)}; now is ${now}, and only the period after it may be imported ahead.`,
    },
  ];
}

interface Claim extends Span {
  /** 0 for what is already held. */
  readonly row: number;
}

function overlapFaults(grants: readonly Grant[], { held }: Grantee): Fault[] {
  const claims: Claim[] = [...grants, ...held.map((span) => ({ ...span, row: 0 }))];
  return overlappingPairs(claims)
    .filter((pair) => pair.some(({ row }) => row > 0))
    .map((pair) => {
      const [other, late] = pair.toSorted((a, b) => a.row - b.row) as [Claim, Claim];
      const owner = other.row === 0 ? "the shop holds already" : `row ${other.row} grants too`;
      return {
        path: `row ${late.row}`,
        code: "overlap",
        message: `${spanText(late)} overlaps ${spanText(other)}, which ${owner}.`,
      };
    })
    .toSorted((a, b) => Number(a.path.slice(4)) - Number(b.path.slice(4)));
}
