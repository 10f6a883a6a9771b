import type { Answer } from "../../../bench/rig/post.ts";
import type { Book } from "./book.ts";

/** What callers were told, by request id: every answer each id ever got. */
export type Answers = ReadonlyMap<string, readonly Pick<Answer, "number" | "randomCode" | "seal">[]>;

/** Everything broken about numbers and acknowledged sales (promises 1 to 3), each in a sentence. */
export function brokenNumbers(answers: Answers, { invoices, ranges, damage }: Book): string[] {
  const broken = damage.map((line) => `the database is damaged: ${line}`);
  const booked = new Map(invoices.map((invoice) => [invoice.requestId, invoice]));
  for (const [requestId, given] of answers) {
    const invoice = booked.get(requestId);
    if (new Set(given.map(({ number }) => number)).size > 1) broken.push(`request ${requestId} was given several numbers`);
    if (!invoice) broken.push(`the acknowledged sale ${requestId} (${given[0]?.number}) is lost`);
    else if (given.some((answer) => !isSame(answer, invoice))) broken.push(`the sale ${requestId} is not what was acknowledged`);
  }
  const taken = new Set<string>();
  for (const { period, number } of invoices) {
    if (taken.has(period + number)) broken.push(`number ${number} was given to two sales`);
    taken.add(period + number);
  }
  for (const { period, track, first, next } of ranges)
    for (let number = first; number < next; number++) {
      const name = track + String(number).padStart(8, "0");
      if (!taken.delete(period + name)) broken.push(`there is a gap at ${name}`);
    }
  for (const number of taken) broken.push(`number ${number} lies beyond what its range has issued`);
  return broken;
}

/** Everything broken about paper (promises 6 and 7): `onPaper` has a bar code once for each time it came out. */
export function brokenPaper(onPaper: readonly string[], { invoices, slips }: Book): string[] {
  const times = new Map<string, number>();
  for (const barCode of onPaper) times.set(barCode, (times.get(barCode) ?? 0) + 1);
  const barCodeOf = new Map(invoices.map(({ id, barCode }) => [id, barCode]));
  const known = new Set(barCodeOf.values());
  const broken = [...times.keys()]
    .filter((barCode) => !known.has(barCode))
    .map((barCode) => `slip ${barCode} belongs to no sale`);
  for (const [barCode, count] of times) if (count > 1) broken.push(`${count} originals of ${barCode} are on paper`);
  for (const slip of slips)
    if (slip.state === "printed" && !times.has(barCodeOf.get(slip.invoiceId) ?? ""))
      broken.push(`slip ${slip.id} is said to be printed and is not on paper`);
  return broken;
}

function isSame(answer: Pick<Answer, "number" | "randomCode" | "seal">, invoice: Book["invoices"][number]): boolean {
  return answer.number === invoice.number && answer.randomCode === invoice.randomCode && answer.seal.hash === invoice.hash;
}
