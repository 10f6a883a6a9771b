/** What stands on one page: rows from `first` up to but not including `end`, and on the last one the closing. */
export interface PlannedPage {
  readonly first: number;
  readonly end: number;
  readonly closing: boolean;
}

export interface Room {
  /** What rows may take on the first page, and on the others. */
  readonly first: number;
  readonly other: number;
  /** What stands below the last row, in one piece. */
  readonly closing: number;
}

/**
 * Which rows go on which page. Pages must be counted before the first is drawn, because each says "2 / 3". The closing takes the last
 * row along to a page of its own, so that sums never stand alone.
 */
export function planPages(heights: readonly number[], room: Room): PlannedPage[] {
  const pages: { first: number; end: number; closing: boolean }[] = [];
  let page = { first: 0, end: 0, closing: false };
  let left = room.first;
  for (const [index, height] of heights.entries()) {
    if (height > left && page.end > page.first) {
      pages.push(page);
      page = { first: index, end: index, closing: false };
      left = room.other;
    }
    page.end = index + 1;
    left -= height;
  }
  pages.push(page);
  if (room.closing > left && heights.length > 0) {
    const last = page.end - page.first > 1 ? page.end - 1 : page.end;
    page.end = last;
    pages.push({ first: last, end: heights.length, closing: false });
  }
  pages.at(-1)!.closing = true;
  return pages;
}
