import { describe, expect, test } from "vitest";
import type { Mail } from "../../../src/daemon/alerts/posting/mailer.ts";
import { nodeMailer } from "../../../src/daemon/alerts/posting/node-mailer.ts";
import { anAuthority } from "../../authority.ts";
import { aMailbox, type Mailbox } from "./a-mailbox.ts";

/** An address of this machine that is not the one a password may go to in the clear. */
const elsewhere = "127.0.0.2";

function mailTo(box: Mailbox, password: string | null): Mail {
  const letter = { subject: "Numbers run low", text: "Import the next file.", messageId: "<1@till.test>" };
  return { server: new URL(box.address), password, from: "till@shop.test", to: ["owner@shop.test"], ...letter };
}

const send = (box: Mailbox, password: string | null = null) => nodeMailer(mailTo(box, password), new AbortController().signal);

describe("a password", () => {
  test("goes to no server that speaks without TLS, but on this very machine", async () => {
    await using away = await aMailbox({ host: elsewhere, user: "till" });
    expect(await send(away, "secret")).toMatchObject({ result: "failed", reason: expect.stringMatching(/STARTTLS|TLS/) });
    expect([away.logins, away.mails]).toEqual([[], []]);
    await using here = await aMailbox({ user: "till" });
    expect(await send(here, "secret")).toEqual({ result: "taken" });
    expect(here.logins).toEqual(["till:secret"]);
  });

  test.each(["start", "starttls"] as const)("goes to no server whose certificate nobody trusts (TLS from %s)", async (from) => {
    const tls = { ...anAuthority().certify(elsewhere), from };
    await using box = await aMailbox({ host: elsewhere, user: "till", tls });
    expect(await send(box, "secret")).toEqual({
      result: "failed",
      reason: expect.stringContaining("its certificate is signed by nobody this machine trusts"),
    });
    expect([box.logins, box.mails]).toEqual([[], []]);
  });

  test("that is wrong is told of, and is not told itself", async () => {
    await using box = await aMailbox({ user: "till", password: "right" });
    const outcome = await send(box, "secret");
    expect(outcome).toMatchObject({ result: "failed", reason: expect.stringContaining("Invalid username or password") });
    expect(JSON.stringify(outcome)).not.toContain("secret");
  });
});
