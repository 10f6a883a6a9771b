/** One hand-over of one parcel, as its file is named: unique, and recognisable after any restart. */
export interface Handover {
  readonly seller: string;
  readonly message: string;
  readonly reference: string;
  /** The parcel's id. */
  readonly id: number;
  /** 1 at first, one more each time it is handed over anew. */
  readonly nth: number;
  /** The newest result that named this document before: whatever is not newer speaks of an earlier hand-over. Empty at first. */
  readonly after: string;
}

export function fileNameOf({ seller, message, reference, id, nth, after }: Handover): string {
  const again = nth === 1 && after === "" ? "" : `_n${nth}${after && `_after${after}`}`;
  return `${seller}_${message}_v41_${reference}_${id}${again}.xml`;
}

const pattern = /^(\d{8})_([A-Z]\d{4})_v41_([A-Za-z0-9]+)_(\d+)(?:_n(\d+)(?:_after(\d{17}))?)?\.xml/;
/** What Turnkey writes beside a file, about it. */
const beside = /\.(log|txt|err)$/i;

export function isBeside(name: string): boolean {
  return beside.test(name);
}

/** Null for a file that somebody else wrote. What Turnkey may have added at the end is passed over. */
export function handoverOf(name: string): Handover | null {
  const [found, seller, message, reference, id, nth = "1", after = ""] = pattern.exec(name) ?? [];
  if (found === undefined) return null;
  return { seller: seller!, message: message!, reference: reference!, id: Number(id), nth: Number(nth), after };
}
