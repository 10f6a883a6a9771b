/** A4 in points, with margins a punch and any printer can live with. */
export const page = { width: 595.28, height: 841.89, margin: 42 } as const;
export const content = {
  width: page.width - 2 * page.margin,
  right: page.width - page.margin,
  bottom: page.height - 56,
} as const;
/** Where the page's number and the running head stand. */
export const footLine = page.height - 40;
export const headLine = page.margin;

export const size = { title: 17, strong: 11, body: 9, small: 8 } as const;
