const digits = "零壹貳參肆伍陸柒捌玖";
const places = ["", "拾", "佰", "仟"] as const;
const groups = ["", "萬", "億", "兆"] as const;

/** 1200 → 壹仟貳佰元整: an amount in whole dollars as it is written where nobody may add a stroke. Up to 15 digits. */
export function capitalNumerals(dollars: number): string {
  if (!Number.isSafeInteger(dollars) || dollars < 0 || dollars >= 1e15)
    throw new Error(`${dollars} cannot be written in capital numerals.`);
  return `${dollars === 0 ? "零" : words(String(dollars))}元整`;
}

/** However many noughts stand between two figures, they are written as one 零; those at the end are not written. */
function words(figures: string): string {
  let text = "";
  let noughts = false;
  let groupSaid = false;
  for (const [index, figure] of [...figures].entries()) {
    const place = figures.length - 1 - index;
    if (figure !== "0") {
      text += (noughts && text !== "" ? "零" : "") + digits[Number(figure)]! + places[place % 4]!;
      groupSaid = true;
    }
    noughts = figure === "0";
    // 萬 or 億 closes its four figures, where any of them was said.
    if (place % 4 === 0 && groupSaid) text += groups[place / 4]!;
    if (place % 4 === 0) groupSaid = false;
  }
  return text;
}
