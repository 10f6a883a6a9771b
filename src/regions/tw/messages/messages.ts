import type { Fault } from "../../../base/problem.ts";
import type { MessageKind } from "./form/message-kind.ts";
import { type Shape, shapeFaults } from "./form/shape.ts";
import { xmlOf } from "./form/xml.ts";
import { allowanceCancelMessage, allowanceMessage } from "./upload/allowance.ts";
import { invoiceMessage } from "./upload/invoice.ts";
import { branchTrackMessage, unusedNumbersMessage } from "./upload/track.ts";
import { cancelMessage, withdrawMessage } from "./upload/undo.ts";

/** Every message a till sends, by the ministry's name. Add a line to add a message. */
export const messages = {
  F0401: invoiceMessage,
  F0501: cancelMessage,
  F0701: withdrawMessage,
  G0401: allowanceMessage,
  G0501: allowanceCancelMessage,
  E0401: branchTrackMessage,
  E0402: unusedNumbersMessage,
} as const;

export type MessageName = keyof typeof messages;

/** The XML text of a record, UTF-8 without BOM. The same record always gives the same text. */
export function writeMessage<S extends Shape, R>(kind: MessageKind<S, R>, record: R): string {
  return xmlOf(kind, kind.content(record));
}

/**
 * Everything the ministry would refuse in a record. Turnkey never uploads a file that breaks one of its rules, so ask before a
 * number is used. Codes: `schema` (the tables), `rule-1` to `rule-16` (the official client), `E0103` and the like (the platform),
 * and `tax-rate` and `date-order`, which have no number of theirs. Works on a lawful record's figures: malformed ones throw.
 */
export function preflight<S extends Shape, R>(kind: MessageKind<S, R>, record: R, atSeconds: number): Fault[] {
  const content = kind.content(record);
  return [...shapeFaults(kind.shape, content), ...kind.faults(content, record, atSeconds)];
}
