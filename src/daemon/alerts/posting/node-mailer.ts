import { createTransport } from "nodemailer";
import { brokenLine } from "../../../sync/hub/broken-line.ts";
import type { Mail, Mailer, MailOutcome } from "./mailer.ts";

const ports = { "smtps:": 465, "smtp:": 587 } as const;
const loopback = ["127.0.0.1", "localhost", "[::1]"];
/** Each step of the conversation; all of it ends with the signal. */
const stepMs = 15_000;

/** By nodemailer, on a connection of its own. */
export const nodeMailer: Mailer = async (mail, signal) => {
  const transport = createTransport(transportOf(mail));
  const aborted = new Promise<MailOutcome>((resolve) => {
    const stop = () => resolve({ result: "failed", reason: "it did not answer in time" });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([hand(transport, mail), aborted]);
  } finally {
    transport.close();
  }
};

async function hand(transport: ReturnType<typeof createTransport>, mail: Mail): Promise<MailOutcome> {
  const { from, to, subject, text, messageId } = mail;
  try {
    await transport.sendMail({
      ...{ from, to: [...to], subject, text, messageId },
      headers: { "Auto-Submitted": "auto-generated" },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { result: "taken" };
  } catch (error) {
    return { result: "failed", reason: brokenLine(error) };
  }
}

/** A password never goes over a line that others can read. */
function transportOf({ server, password }: Mail) {
  const protocol = server.protocol === "smtps:" ? "smtps:" : "smtp:";
  const host = server.hostname.replace(/^\[|\]$/g, "");
  return {
    host,
    port: server.port === "" ? ports[protocol] : Number(server.port),
    secure: protocol === "smtps:",
    requireTLS: password !== null && !loopback.includes(server.hostname),
    ...(password !== null && { auth: { user: decodeURIComponent(server.username), pass: password } }),
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
  };
}
