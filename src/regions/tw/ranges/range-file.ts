import type { RangeFileRead } from "../../numbers.ts";
import { readAssignedNumbers } from "../messages/download/assigned-numbers.ts";
import { isLeaseFile, readLeaseFile } from "./lease-file.ts";
import { readSlotFile } from "./slot-file.ts";
import { readTrackCsv } from "./track-csv.ts";

/** The platform's CSV, the platform's download through Turnkey (E0501), a provider's pre-bound slots as JSON, or a hub's lease. */
export type RangeFileKind = "csv" | "e0501" | "slots" | "lease";

/** Tells a range file by its first character; names and media types lie. What begins otherwise is taken for CSV. */
export function rangeFileKind(bytes: Uint8Array): RangeFileKind {
  const start = new TextDecoder().decode(bytes.subarray(0, 1024)).trimStart();
  if (start.startsWith("<")) return "e0501";
  if (!start.startsWith("{")) return "csv";
  return isLeaseFile(bytes) ? "lease" : "slots";
}

/** Reads a range file of any kind: all it grants, or nothing and every fault. */
export function readRangeFile(bytes: Uint8Array): RangeFileRead {
  switch (rangeFileKind(bytes)) {
    case "csv":
      return readTrackCsv(bytes);
    case "slots":
      return readSlotFile(bytes);
    case "lease":
      return readLeaseFile(bytes);
    case "e0501":
      return readE0501(bytes);
  }
}

/** Rows are counted from 1 in the order of the file. One bad element and none is taken. */
function readE0501(bytes: Uint8Array): RangeFileRead {
  const read = readAssignedNumbers(new TextDecoder().decode(bytes));
  if (read.result === "unreadable") return { result: "refused", faults: [{ path: "file", code: "xml", message: read.reason }] };
  const { ranges, faults } = read.content;
  if (faults.length > 0) return { result: "refused", faults };
  return { result: "read", grants: ranges.map(({ booklets: _, ...range }, index) => ({ row: index + 1, ...range })), slots: [] };
}
