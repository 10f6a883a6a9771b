import { z } from "zod";

const webhookAddress = "use https://…, or http:// on this machine only";

const webhook = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, hostname: /^.*$/, error: webhookAddress })
    .refine(isPrivate, webhookAddress)
    .describe("Each alert is posted here as JSON: https, or http on this machine."),
  secretFile: z
    .string()
    .min(1)
    .describe("A file whose first line signs each post (Tillseal-Signature), so that the receiver knows whose it is."),
});

const mailServer = "use smtps://user@mail.example.tw:465, or smtp://user@mail.example.tw:587 (STARTTLS)";

const mail = z
  .strictObject({
    server: z
      .url({ protocol: /^smtps?$/, hostname: /^.*$/, error: mailServer })
      .refine(isMailServer, mailServer)
      .describe("The mail server with its user. Without smtps a password goes out only after STARTTLS."),
    passwordFile: z.string().min(1).optional().describe("A file whose first line is that user's password."),
    from: z.email().describe("Whose mails they are."),
    to: z.array(z.email()).min(1).max(20).describe("Who gets them."),
    everyMinutes: z
      .number()
      .min(1)
      .max(1440)
      .default(10)
      .describe("At most one mail in so many minutes; it holds all that came in between."),
  })
  .refine(({ server, passwordFile }) => (new URL(server).username === "") === (passwordFile === undefined), {
    path: ["passwordFile"],
    error: "a user in `server` and a `passwordFile` go together",
  });

/** Who is told of what somebody should look at. */
export const alerts = z.strictObject({
  webhook: webhook.optional().describe("A program that is told of each alert as it comes."),
  mail: mail.optional().describe("People who are told by mail, a storm of alerts in a few mails."),
  openingSlip: z
    .boolean()
    .default(false)
    .describe("Print what is open when the till starts, or sells, for the first time of a day."),
});

export type AlertsConfig = z.infer<typeof alerts>;

/** What is said over it stays between the two ends. */
function isPrivate(url: string): boolean {
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The password has a file of its own, and options have no place in the address. */
function isMailServer(url: string): boolean {
  const { hostname, password, pathname, search } = new URL(url);
  return hostname !== "" && password === "" && /^\/?$/.test(pathname) && search === "";
}
