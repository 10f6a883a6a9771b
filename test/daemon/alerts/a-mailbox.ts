import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import type { Certified } from "../../authority.ts";

/** A mail as its server got it. */
export interface ReceivedMail {
  readonly to: readonly string[];
  /** Headers and body, decoded as far as a reader needs. */
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
}

/** How a mail server misbehaves. */
export interface MailMoods {
  /** Says no to every mail. */
  refuses: boolean;
  /** Takes the connection and never says a word. */
  silent: boolean;
  /** Takes the mail and hangs up before it says so. */
  hangsUp: boolean;
}

export interface Mailbox extends AsyncDisposable {
  readonly address: string;
  readonly mails: readonly ReceivedMail[];
  readonly moods: MailMoods;
  /** How often somebody logged in, by user. */
  readonly logins: readonly string[];
  /** How often somebody knocked. */
  readonly calls: readonly Date[];
}

export interface MailboxSettings {
  readonly port?: number;
  /** Where it listens: 127.0.0.1, which a password may go to in the clear, or another address of this machine. */
  readonly host?: string;
  /** Who must log in, with `password`; nobody by default. */
  readonly user?: string;
  readonly password?: string;
  /** Speaks TLS from the first byte, or after STARTTLS. */
  readonly tls?: Certified & { readonly from: "start" | "starttls" };
}

/** A real mail server on this machine, with one mailbox for everybody. */
export async function aMailbox({
  port = 0,
  host = "127.0.0.1",
  user = "",
  password,
  tls,
}: MailboxSettings = {}): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const logins: string[] = [];
  const calls: Date[] = [];
  const moods: MailMoods = { refuses: false, silent: false, hangsUp: false };
  const { from, ...certified } = tls ?? { from: null };
  const server = new SMTPServer({
    ...mannersOf({ mails, logins, calls, moods, password }),
    ...certified,
    authOptional: user === "",
    secure: from === "start",
    disabledCommands: from === "starttls" ? [] : ["STARTTLS"],
  });
  server.on("error", () => {}); // a client that goes away
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const at = (server.server.address() as AddressInfo).port;
  return {
    address: `${from === "start" ? "smtps" : "smtp"}://${user === "" ? "" : `${user}@`}${host}:${at}`,
    mails,
    moods,
    logins,
    calls,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

interface Box {
  readonly mails: ReceivedMail[];
  readonly logins: string[];
  readonly calls: Date[];
  readonly moods: MailMoods;
  /** Any will do without one. */
  readonly password: string | undefined;
}

function mannersOf({ mails, logins, calls, moods, ...box }: Box): SMTPServerOptions {
  return {
    allowInsecureAuth: true,
    closeTimeout: 100,
    onConnect: (_, done) => {
      calls.push(new Date());
      if (!moods.silent) done();
    },
    onAuth: ({ username, password }, _, done) => {
      logins.push(`${username}:${password}`);
      if (password !== (box.password ?? password)) return done(new Error("Invalid username or password"));
      done(null, { user: username ?? "" });
    },
    onRcptTo: (_, __, done) => (moods.refuses ? done(new Error("no such mailbox")) : done()),
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, ...read(Buffer.concat(pieces).toString("utf8")) });
        if (moods.hangsUp) return done(Object.assign(new Error("out of memory"), { responseCode: 451 }));
        done();
      });
    },
  };
}

function read(raw: string): Omit<ReceivedMail, "to"> {
  const end = raw.indexOf("\r\n\r\n");
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1] ?? "";
  const body = raw.slice(end + 4);
  const coding = header("Content-Transfer-Encoding");
  const text =
    coding === "base64" ? Buffer.from(body, "base64").toString("utf8") : coding === "quoted-printable" ? unquoted(body) : body;
  return { subject: decodedWords(header("Subject")), messageId: header("Message-ID"), text };
}

function unquoted(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

function decodedWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, way: string, word: string) =>
      way.toUpperCase() === "B" ? Buffer.from(word, "base64").toString("utf8") : unquoted(word.replaceAll("_", " ")),
    );
}
