import { Readable } from "node:stream";

/** Replies nobody reads are dropped above this many bytes; a printer that chatters must not fill the memory. */
const unreadLimit = 64 * 1024;

/** What a printer says, from when it comes until somebody reads it. */
export interface Inbox {
  readonly replies: AsyncIterable<Uint8Array>;
  push(chunk: Uint8Array): void;
  /** No more will come; what is there can still be read. */
  end(): void;
}

export function openInbox(): Inbox {
  const replies = new Readable({ read() {}, highWaterMark: unreadLimit });
  return {
    replies,
    push(chunk) {
      if (replies.readableLength < unreadLimit) replies.push(chunk);
    },
    end: () => void replies.push(null),
  };
}
