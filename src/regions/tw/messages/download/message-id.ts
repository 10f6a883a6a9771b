/** The platform's name for a package of messages: `4.1-F0401-20260105-140522123-<uuid>`. */
export interface MessageId {
  readonly version: string;
  readonly message: string;
  /** `20260105` and `140522123`, local. */
  readonly date: string;
  readonly time: string;
  readonly uuid: string;
}

/** Cuts an id at its first four dashes; the uuid has dashes of its own (spec/taiwan.md 7.4). Undefined when it is none. */
export function messageIdOf(text: string): MessageId | undefined {
  const [version, message, date, time, ...rest] = text.split("-");
  if (!version || !message || !date || !time || rest.length === 0) return undefined;
  return { version, message, date, time, uuid: rest.join("-") };
}
