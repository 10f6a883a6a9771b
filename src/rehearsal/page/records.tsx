import type { Journal } from "../paper/journal.ts";

const shownItems = 60;
const shownBytes = 16;

/** What the printer did: everything on paper in its bounding box, and whatever leaves no trace on paper. Newest first. */
export function Records({ journal }: { readonly journal: Journal }) {
  const { items, cuts, pulses, beeps, unknown, dropped } = journal;
  return (
    <>
      <List
        title={["On paper", "紙上內容"]}
        heads={["kind", "x", "y", "w", "h", "says", "byte"]}
        rows={newest(items).map((item) => [
          item.kind,
          item.x,
          item.row,
          item.widthDots ?? "",
          item.rows,
          item.data ?? item.text ?? "",
          item.offset,
        ])}
        count={items.length}
      />
      <List
        title={["Cuts", "裁切"]}
        heads={["kind", "y", "byte"]}
        rows={newest(cuts).map(({ kind, row, offset }) => [kind, row, offset])}
        count={cuts.length}
      />
      <List
        title={["Drawer pulses", "錢櫃脈衝"]}
        heads={["pin", "ms", "byte"]}
        rows={newest(pulses).map(({ pin, ms, offset }) => [pin, ms, offset])}
        count={pulses.length}
      />
      <List
        title={["Beeps", "蜂鳴"]}
        heads={["times", "ms", "byte"]}
        rows={newest(beeps).map(({ times, ms, offset }) => [times, ms, offset])}
        count={beeps.length}
      />
      <List
        title={["Unknown bytes", "不明位元組"]}
        heads={["bytes", "byte"]}
        rows={newest(unknown).map(({ bytes, offset }) => [hex(bytes), offset])}
        count={unknown.length}
      />
      <List
        title={["Dropped on the line", "遺失位元組"]}
        heads={["count", "byte"]}
        rows={newest(dropped).map(({ count, offset }) => [count, offset])}
        count={dropped.length}
      />
    </>
  );
}

interface ListProps {
  readonly title: readonly [name: string, chinese: string];
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly count: number;
}

function List({ title: [name, chinese], heads, rows, count }: ListProps) {
  if (count === 0) return null;
  return (
    <section class="record">
      <h2>
        {name} <small lang="zh-Hant">{chinese}</small> <small>{count > rows.length ? `${rows.length} of ${count}` : count}</small>
      </h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td class={String(cell).length > 16 ? "long" : ""}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function newest<T>(list: readonly T[]): readonly T[] {
  return list.slice(-shownItems).toReversed();
}

function hex(bytes: readonly number[]): string {
  const shown = bytes.slice(0, shownBytes).map((byte) => byte.toString(16).padStart(2, "0"));
  return `${shown.join(" ")}${bytes.length > shownBytes ? " …" : ""}`;
}
