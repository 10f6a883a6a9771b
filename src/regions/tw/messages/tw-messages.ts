import type { RegionMessages } from "../../region.ts";
import { clientCode } from "./codes/client-codes.ts";
import { platformCode } from "./codes/platform-codes.ts";
import { readAwards } from "./download/awards.ts";
import { readProcessResult } from "./download/process-result.ts";
import { readSummaryResult } from "./download/summary-result.ts";
import type { MessageKind } from "./form/message-kind.ts";
import type { Shape } from "./form/shape.ts";
import { type MessageName, messages, preflight, writeMessage } from "./messages.ts";

/** Taiwan's messages behind the door every region has. */
export const twMessages: RegionMessages = {
  xml: (message, record) => writeMessage(kindOf(message), record),
  faults: (message, record, atSeconds) => preflight(kindOf(message), record, atSeconds),
  readers: { ProcessResult: readProcessResult, SummaryResult: readSummaryResult, E0504: readAwards },
  meaning: (code) => platformCode(code) ?? clientCode(code),
};

/** The name decides which record it is; a parcel brings both together, so here they are trusted. */
function kindOf(message: string): MessageKind<Shape, unknown> {
  if (!Object.hasOwn(messages, message)) throw new Error(`${message} is no message a till sends`);
  return messages[message as MessageName] as unknown as MessageKind<Shape, unknown>;
}
