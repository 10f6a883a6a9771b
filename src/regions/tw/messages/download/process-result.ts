import { type MessageId, messageIdOf } from "./message-id.ts";
import { type Element, every, first, messagesNamed, type Reading, readXml, textOf, unreadable } from "./read-xml.ts";

/** What the platform made of a package. */
export interface ProcessResult {
  /** As it came, and taken apart where it has the usual form. */
  readonly messageId: string;
  readonly package: MessageId | null;
  /** Often the old name of a message, `C0401`. */
  readonly messageType: string;
  readonly infos: readonly ProcessInfo[];
}

export interface ProcessInfo {
  readonly code: string;
  readonly description: string;
  /**
   * `Parameter0` to `Parameter4`, empty where absent. Nothing documents them: the first two were seen to be number and date,
   * so believe them only where they match a number and date of ours.
   */
  readonly parameters: readonly string[];
}

/** Reads a ProcessResult file (schema 4.0; spec/taiwan.md 5.8). No real one has been seen, so it asks for a code only. */
export function readProcessResult(text: string): Reading<ProcessResult> {
  const file = readXml(text);
  if (file.result === "unreadable") return file;
  const [root] = messagesNamed(file.content, "ProcessResult");
  if (!root) return unreadable("It is no ProcessResult.");
  const infos = every(first(root, "Result"), "Info").map(infoOf);
  if (!infos.some((info) => info.code !== "")) return unreadable("It names no result code.");
  const message = first(root, "MessageInfo");
  const messageId = textOf(message, "Id");
  return {
    result: "read",
    content: { messageId, package: messageIdOf(messageId) ?? null, messageType: textOf(message, "MessageType"), infos },
  };
}

function infoOf(info: Element): ProcessInfo {
  return {
    code: textOf(info, "Code"),
    description: textOf(info, "Description"),
    parameters: [0, 1, 2, 3, 4].map((index) => textOf(info, `Parameter${index}`)),
  };
}
