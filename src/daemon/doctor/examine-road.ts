import { readRoad } from "../operations/opening/read-road.ts";
import { type Examine, green, yellow } from "./finding.ts";

/** How far the shop has come on the road to going live, and the next step of it. */
export const examineRoad: Examine = ({ shop }) => {
  if (shop.environment === "demo") return [green("A demo home has no road to walk: nothing it issues counts.")];
  const { steps } = readRoad(shop);
  const left = steps.filter(({ state }) => state === "todo");
  const [next] = left;
  if (!next) return [green(`All ${steps.length} steps of the road to going live are done.`)];
  const { id, title, how } = next.step;
  const seen = `${left.length} of ${steps.length} steps to going live are still to do; the next is ${id} (${title.local}, ${title.english}).`;
  return [yellow(seen, how)];
};
