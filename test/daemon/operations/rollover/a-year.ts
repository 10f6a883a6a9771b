import { aSale, aTill, type TestTill } from "../../../till/a-till.ts";
import { WoundClock } from "../../../wound-clock.ts";
import { csv, importFile, row } from "../../range-file.ts";

/** A till that makes no numbers of its own, at a moment in Taipei. */
export function tillAt(time: string): Promise<TestTill> {
  return aTill({ clock: new WoundClock(Date.parse(`${time}+08:00`)), makesNumbers: false });
}

/** One booklet of a period, as the platform writes it: `115/11 ~ 115/12`. */
export async function booklet(till: TestTill, [period, track]: readonly [period: string, track: string], more: Numbers = {}) {
  const answer = await importFile(till, csv(row({ period, track, first: "00000000", last: "00000049", ...more })));
  if (answer.status !== 201) throw new Error(JSON.stringify(await answer.json()));
}

/** Sells, and says what came of it: `11512-KD00000000 2026-12-31T23:59:59`, or the refusal's code. */
export async function sell(till: TestTill, sale: object = aSale()): Promise<string> {
  const answer = await (await till.post("/v1/sales", sale)).json();
  return answer.code ?? `${answer.id} ${answer.issuedAt.slice(0, 19)}`;
}

export async function sellMany(till: TestTill, count: number): Promise<string[]> {
  const sold: string[] = [];
  for (let sale = 0; sale < count; sale++) sold.push(await sell(till));
  return sold;
}

export const specialSale = () =>
  aSale({ lines: [{ name: "入場券", quantity: 1, unitPrice: 100, taxType: "special" }], taxRate: "0.25" });

export async function accept(till: TestTill) {
  return (await till.post<{ standby: number }>("/v1/admin/clock/accept", { reason: "the clock is right" })).json();
}

/** Every range with where it stands: `11512 KD closed 2`. */
export function ranges(till: TestTill): string[] {
  return till.home.ledger.ranges.list().map(({ period, track, state, next }) => `${period} ${track} ${state} ${next}`);
}

interface Numbers {
  readonly type?: string;
  readonly first?: string;
  readonly last?: string;
}
