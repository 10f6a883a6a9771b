/** One mail as it leaves. */
export interface Mail {
  /** `smtps://user@host:port` or `smtp://…`. */
  readonly server: URL;
  readonly password: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** The same each time the same mail is sent, so that a mailbox can tell it came twice. */
  readonly messageId: string;
}

export type MailOutcome = { readonly result: "taken" } | { readonly result: "failed"; readonly reason: string };

/** Hands one mail to its server, once. Ends when the signal aborts. Never throws. */
export type Mailer = (mail: Mail, signal: AbortSignal) => Promise<MailOutcome>;
