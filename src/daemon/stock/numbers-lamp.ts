import type { RangeRow } from "../../../db/till/books/numbers/ranges.ts";
import { numbersLeft } from "../../invoice/track-range.ts";
import { type Lamp, worst } from "../lamp.ts";
import { type Shop, secondsNow } from "../shop.ts";
import { lackingPeriod } from "./coming-period.ts";
import type { KindStock, NumberStock } from "./number-stock.ts";

/** From so long before its last second on, a report that is owed is red: the eighth, where the tenth is the last day. */
const reportHurrySeconds = 3 * 86_400;

/** The numbers now, those of the period to come, and the report of those that are past. */
export function numbersLamp(shop: Shop, stock: NumberStock): Lamp {
  const now = stockLamp(shop, stock);
  const granted = shop.ledger.ranges.list().filter(({ source }) => source !== "demo");
  const more = [comingLamp(shop), reportLamp(shop, granted)].filter((lamp) => lamp !== null);
  return { light: worst([now, ...more]), message: [now, ...more].map(({ message }) => message).join(" ") };
}

/** What is to be said of the running period's numbers: of the kind that is worst off, where there are several. */
function stockLamp({ environment, law }: Pick<Shop, "environment" | "law">, stock: NumberStock): Lamp {
  const { period, level, scarcest } = stock;
  if (stock.granted === 0 && environment === "demo")
    return { light: "green", message: "A demo range opens with the first sale." };
  const told = level === "enough" || scarcest === null ? stock : scarcest;
  if (level === "empty")
    return { light: "red", message: `No number${ofKind(told)} is left for period ${period}: import a range.` };
  const message = `${told.left} numbers${ofKind(told)} are left for period ${period}.`;
  if (told.lastsUntil === null) return { light: level === "few" ? "yellow" : "green", message };
  return {
    light: level === "today" ? "red" : "yellow",
    message: `${message} At this pace the last one goes at ${law.localTime(told.lastsUntil)}: import a range.`,
  };
}

/** What a sale's answer says of numbers that run low, or null. It counts none: a minute later the count is another. */
export function numbersLow({ law }: Pick<Shop, "law">, stock: NumberStock): string | null {
  const { period, level, scarcest } = stock;
  if (level === "enough") return null;
  const told = scarcest ?? stock;
  if (level === "empty")
    return `There is no number${ofKind(told)} left for period ${period}: import a range before the next sale.`;
  const until = told.lastsUntil === null ? "Few are left" : `At this pace the last one goes at ${law.localTime(told.lastsUntil)}`;
  return `The numbers${ofKind(told)} of period ${period} run low. ${until}: import a range.`;
}

function ofKind(told: NumberStock | KindStock): string {
  return "invoiceType" in told ? ` of type ${told.invoiceType}` : "";
}

/** The next period's numbers should be here some days before it. */
function comingLamp(shop: Shop): Lamp | null {
  const period = lackingPeriod(shop);
  return period === null
    ? null
    : { light: "yellow", message: `No number is here for period ${period}, which begins soon: import a range of it.` };
}

/** The oldest period whose unused numbers were not reported. Another till than the importer leaves it to that one. */
function reportLamp(shop: Shop, granted: readonly RangeRow[]): Lamp | null {
  const { law, region, settings } = shop;
  const now = secondsNow(shop);
  const running = law.period(now);
  const owed = granted.filter((range) => range.period < running && range.state !== "reported" && numbersLeft(range) > 0);
  const [period] = owed.map((range) => range.period).toSorted();
  if (period === undefined || !settings.importer) return null;
  const dueAt = region.numbers.unusedDeadline(period);
  const day = law.localTime(dueAt).slice(0, 10);
  const message = `${region.numbers.unusedMessage} of ${period} ${now > dueAt ? "was" : "is"} due by ${day}: \`tillseal ranges report ${period}\`.`;
  return { light: now > dueAt - reportHurrySeconds ? "red" : "yellow", message };
}
